import { availableParallelism } from 'node:os';

/** Runs `task` for 0..count-1 with a few in flight, enough to keep every core busy; stops at the first that fails. */
export async function eachInParallel(count: number, task: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await task(next++);
  };
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, lane));
}
