/** A binary heap of numbers, smallest first. */
export interface MinHeap {
  readonly size: number;
  push(value: number): void;
  /** Removes and returns the smallest number; NaN when empty. */
  pop(): number;
  clear(): void;
}

export function createMinHeap(): MinHeap {
  const values: number[] = [];
  let size = 0;
  const at = (k: number): number => values[k] as number;
  return {
    get size() {
      return size;
    },
    push(value) {
      let k = size++;
      while (k > 0) {
        const parent = (k - 1) >> 1;
        if (at(parent) <= value) break;
        values[k] = at(parent);
        k = parent;
      }
      values[k] = value;
    },
    pop() {
      if (size === 0) return NaN;
      const smallest = at(0);
      const value = at(--size);
      let k = 0;
      for (;;) {
        let child = 2 * k + 1;
        if (child >= size) break;
        if (child + 1 < size && at(child + 1) < at(child)) child++;
        if (at(child) >= value) break;
        values[k] = at(child);
        k = child;
      }
      values[k] = value;
      return smallest;
    },
    clear() {
      size = 0;
    },
  };
}
