/** "1 commit", "2 commits", "3 branches": a number with its noun. `plural`: where it is not the noun with an s. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
