import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHeap } from '../../lib/text/heap.js';

it('gives the first of what it holds, in whatever order items come and go, as a sorted list does', () => {
  const isBefore = (a: number, b: number): boolean => a > b;
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constant(null)), { maxLength: 200 }), (steps) => {
      const heap = createHeap(isBefore);
      const list: number[] = [];
      for (const step of steps) {
        if (step === null) expect(heap.pop()).toBe(list.sort((a, b) => a - b).pop());
        else {
          heap.push(step);
          list.push(step);
        }
      }
    }),
  );
});
