/** Ends a computation that its user stopped. It is no fault: nothing needs mending, and what was saved stays. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  constructor() {
    super('stopped by the user');
  }
}

let current: AbortSignal | undefined;

/** Set by the kernel for each cell: aborted when the user interrupts that cell. */
export function setInterruptSignal(signal: AbortSignal | undefined): void {
  current = signal;
}

/**
 * The signal of the cell that runs. A long job takes it once, at its start, and looks at it at every step; so it still stops
 * when another cell has begun meanwhile. `undefined` outside a notebook, where an interrupt ends the process.
 */
export function interruptSignal(): AbortSignal | undefined {
  return current;
}

/**
 * Lets waiting events in (an interrupt, a widget's message, progress on its way out), then goes on. Long jobs await it at
 * every step: promises alone never let the event loop turn.
 * @throws Interrupted when `signal` is aborted.
 */
export async function breathe(signal: AbortSignal | undefined = current): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  if (signal?.aborted) throw new Interrupted();
}
