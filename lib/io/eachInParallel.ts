import { availableParallelism } from 'node:os';

/**
 * Runs `task` for 0..count-1 with a few in flight, enough to keep every core busy; begins no more after the first that
 * fails.
 */
export async function eachInParallel(count: number, task: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      try {
        await task(next++);
      } catch (error) {
        next = count;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, lane));
}
