/** Items whose key occurred earlier. */
export function* repeated<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
): Generator<Item> {
  const seen = new Set<string>();
  for (const item of items) {
    if (seen.has(key(item))) yield item;
    seen.add(key(item));
  }
}
