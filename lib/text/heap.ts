/** A binary heap. */
export interface Heap<Item> {
  push(item: Item): void;
  /** Removes and returns the item that is before all others; undefined when empty. */
  pop(): Item | undefined;
}

/** @param isBefore whether an item comes out before another; of two that neither does, in any order */
export function createHeap<Item>(isBefore: (a: Item, b: Item) => boolean): Heap<Item> {
  const items: Item[] = [];
  let size = 0;
  const at = (k: number): Item => items[k] as Item;
  return {
    push(item) {
      let k = size++;
      while (k > 0) {
        const parent = (k - 1) >> 1;
        if (!isBefore(item, at(parent))) break;
        items[k] = at(parent);
        k = parent;
      }
      items[k] = item;
    },
    pop() {
      if (size === 0) return undefined;
      const first = at(0);
      const item = at(--size);
      let k = 0;
      for (;;) {
        let child = 2 * k + 1;
        if (child >= size) break;
        if (child + 1 < size && isBefore(at(child + 1), at(child))) child++;
        if (!isBefore(at(child), item)) break;
        items[k] = at(child);
        k = child;
      }
      items[k] = item;
      return first;
    },
  };
}
