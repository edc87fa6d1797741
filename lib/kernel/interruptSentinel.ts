import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Interrupted, interruptSignal } from '../io/interruption.js';

// Code that computes without a pause keeps the main thread from hearing of a signal. So a second thread listens as well, and
// counts; loops in cells look at the count (see stepGuards). Node tells threads of no signals by its documented ways.
const LISTENER = `
const { parentPort, workerData } = require('node:worker_threads');
process.removeAllListeners('warning');
const { shared, turns } = workerData;
const { Signal } = process.binding('signal_wrap');
const { SIGINT } = require('node:os').constants.signals;
const signal = new Signal();
signal.onsignal = () => {
  Atomics.add(shared, 0, 1);
  Atomics.store(turns, 0, 1);
};
const listen = (on) => {
  if (on) signal.start(SIGINT);
  else signal.stop();
  Atomics.store(shared, 1, on ? 1 : 0);
  Atomics.notify(shared, 1);
};
parentPort.on('message', listen);
// The main thread looks after its owner, too, unless it computes without a pause; after some turns in vain it is not asked.
const { owner } = workerData;
const own = owner > 0 && process.ppid === owner;
const isGone = () => {
  if (own) return process.ppid !== owner;
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error.code !== 'EPERM';
  }
};
let gone = 0;
if (owner > 0) setInterval(() => {
  gone = isGone() ? gone + 1 : 0;
  if (gone > 2) process.kill(process.pid, 'SIGKILL');
}, 1000);
listen(true);
parentPort.postMessage('listening');
`;

const HEARD = 0;
const LISTENING = 1;
const SWITCH_MS = 2_000;

/** Hears the user's interrupt (SIGINT) while the main thread is busy. */
export interface InterruptSentinel {
  /**
   * What every turn of a loop and every function in a cell looks at: the first number is not 0 when an interrupt may be new, the second
   * is theirs to count with.
   */
  readonly turns: Int32Array;
  /**
   * Called by a turn when the first of `turns` is not 0, and now and then, as its own work may have been stopped earlier, such as a
   * timer's of a cell that was interrupted. @throws Interrupted when the user has interrupted the work that it is part of.
   */
  step(): void;
  /** The main thread has heard of one interrupt, be it before or after the other thread did. */
  heard(): void;
  /**
   * Runs code under Node's own watch for SIGINT (`breakOnSigint`), which does not bear a second listener: after it the next
   * signal would end the process.
   */
  apart<T>(code: () => T): T;
}

/**
 * Starts the second thread. Where Node does not let it listen, loops stop only where they pause.
 * @param owner the process without which this one ends, busy or not; 0 for none.
 * @param onInterrupt called once for every interrupt, as soon as the first of the two threads knows; aborts what runs.
 */
export async function startInterruptSentinel(owner: number, onInterrupt: () => void): Promise<InterruptSentinel> {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const turns = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(LISTENER, { eval: true, workerData: { shared, turns, owner } });
  worker.on('error', () => undefined); // it does not listen, then
  await once(worker, 'message').catch(() => undefined);
  worker.unref();
  const switchTo = (on: boolean): void => {
    worker.postMessage(on);
    Atomics.wait(shared, LISTENING, on ? 0 : 1, SWITCH_MS);
  };
  /** How many the main thread has heard of. */
  let known = 0;
  /** How many were passed on: one that a loop found first must not stop what begins before the main thread hears of it. */
  let passedOn = 0;
  const passOn = (count: number): void => {
    if (passedOn >= count) return;
    passedOn = count;
    onInterrupt();
  };
  return {
    turns,
    step() {
      Atomics.store(turns, 0, 0); // before the count is read: an interrupt between the two sets it again
      const heard = Atomics.load(shared, HEARD);
      if (heard <= known) {
        if (interruptSignal()?.aborted) throw new Interrupted();
        return;
      }
      Atomics.store(turns, 0, 1); // it stays so until the main thread has heard of it, whatever the code catches
      passOn(heard);
      // What began since then goes on, though the main thread may not have turned to its signals yet.
      if (interruptSignal()?.aborted !== false) throw new Interrupted();
    },
    heard() {
      passOn(++known);
    },
    apart(code) {
      if (Atomics.load(shared, LISTENING) === 0) return code();
      switchTo(false);
      known = passedOn = Atomics.load(shared, HEARD); // one that either thread missed counts no longer
      try {
        return code();
      } finally {
        switchTo(true);
      }
    },
  };
}
