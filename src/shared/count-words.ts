/** A number with its noun: "1 commit", "2 commits", "3 branches". `plural` is needed when it is not the noun plus s. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
