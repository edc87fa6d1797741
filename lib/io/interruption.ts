import { AsyncLocalStorage } from 'node:async_hooks';

/** Ends a computation that its user stopped. It is no fault: nothing needs mending, and what was saved stays. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  constructor() {
    super('stopped by the user');
  }
}

const scoped = new AsyncLocalStorage<AbortSignal>();
let current: AbortSignal | undefined;

/** The signal of a whole process, such as a command that catches Ctrl-C. */
export function setInterruptSignal(signal: AbortSignal | undefined): void {
  current = signal;
}

/**
 * Runs `job`; whatever it starts, now or later, sees `signal`. So every cell and every widget is stopped on its own.
 */
export function withInterruptSignal<T>(signal: AbortSignal, job: () => T): T {
  return scoped.run(signal, job);
}

/**
 * The signal of the cell or widget that the caller works for: aborted when its user interrupts it. A long job looks at
 * it at every step. `undefined` outside a notebook, where an interrupt ends the process.
 * @example
 * try {
 *   await fetch('https://huggingface.co', { signal: interruptSignal() ?? null });
 *   await breathe();
 * } catch (error) {
 *   if (!(error instanceof Interrupted)) throw error;
 * }
 */
export function interruptSignal(): AbortSignal | undefined {
  return scoped.getStore() ?? current;
}

/**
 * Lets waiting events in (an interrupt, a widget's message, progress on its way out), then goes on. Long jobs await it
 * at every step: promises alone never let the event loop turn.
 * @throws Interrupted when `signal` is aborted.
 * @example
 * for (let step = 0; step < 1e6; step++) {
 *   if (step % 1000 === 0) await breathe(); // here the square button of the notebook stops the cell
 * }
 */
export async function breathe(signal: AbortSignal | undefined = interruptSignal()): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  if (signal?.aborted) throw new Interrupted();
}
