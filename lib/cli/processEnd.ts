import { constants } from 'node:os';
import { setInterruptSignal } from '../io/interruption.js';

/** Why the process ends before its work is done. */
export interface Ending {
  /** The exit code by which a shell knows it: 128 and the signal's number. */
  readonly code: number;
  /** Empty where there is nobody to tell. */
  readonly sentence: string;
}

/** Signals that ask a program to end. */
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A terminal tells everyone in it, and npm tells its children once more: within so long it is the same signal. */
const SAME_SIGNAL_MS = 500;

const stop = new AbortController();
let inOrder = false;
let ending: (Ending & { readonly since: number }) | undefined;

/** Why the process is about to end; undefined while it is not. */
export const processEnding = (): Ending | undefined => ending;

function end(code: number, sentence: string): void {
  if (ending !== undefined && performance.now() - ending.since < SAME_SIGNAL_MS) return;
  const again = ending !== undefined;
  ending = { code, sentence, since: performance.now() };
  stop.abort();
  if (inOrder && !again) return;
  if (sentence) process.stderr.write(`cliplab: ${sentence}\n`);
  process.exit(code);
}

/** From here on, the first signal stops the command where it can be gone on from; a second one ends the process. */
export function stopOnInterrupt(): void {
  inOrder = true;
  setInterruptSignal(stop.signal);
  catchSignals();
}

let caught = false;

function catchSignals(): void {
  if (caught) return;
  caught = true;
  for (const signal of ENDING_SIGNALS) {
    const by = signal === 'SIGINT' ? 'stopped by the user' : `stopped by ${signal}`;
    process.on(signal, () =>
      end(128 + constants.signals[signal], inOrder ? `${by}; the same command goes on from there` : by),
    );
  }
}

/**
 * What every command does when it is told to end, or when nobody reads on (`| head`): it ends, without a stack, by the
 * exit code that shells know.
 * @param tellFault ends the process for a fault that nothing caught
 */
export function catchProcessEnd(tellFault: (error: unknown) => void): void {
  catchSignals();
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') end(128 + constants.signals.SIGPIPE, '');
      // A log that takes no more does not end the work it tells of.
      else if (stream === process.stdout) tellFault(Object.assign(error, { path: 'standard output' }));
    });
  }
  // The last of what was written may have found nobody when all else was done.
  process.on('exit', (code) => {
    if (code === 0 && ending !== undefined) process.exitCode = ending.code;
  });
  process.on('uncaughtException', tellFault);
  process.on('unhandledRejection', tellFault);
}
