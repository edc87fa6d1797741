import { setInterruptSignal } from '../io/interruption.js';

/** The first Ctrl-C stops the command where it can be gone on from; the second ends the process. */
export function stopOnInterrupt(): void {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  setInterruptSignal(stop.signal);
}
