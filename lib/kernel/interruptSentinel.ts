import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Interrupted, interruptSignal } from '../io/interruption.js';

// Code that computes without a pause keeps the main thread from hearing of a signal. So a second thread listens as
// well, and counts; loops in cells look at the count (see stepGuards). Node tells threads of no signals by its
// documented ways. One call of a built-in that computes for long (a sort, a regular expression) looks at nothing, and
// to end it from here would end the process, whose bookkeeping of promises does not bear it. So the main thread is made
// to say so, in the midst of that call.
const LISTENER = `
const { parentPort, workerData } = require('node:worker_threads');
process.removeAllListeners('warning');
const { shared, turns, late } = workerData;
const { Signal } = process.binding('signal_wrap');
const { SIGINT } = require('node:os').constants.signals;
const signal = new Signal();
const say = () => {
  const { Session } = require('node:inspector');
  const session = new Session();
  session.connectToMainThread();
  session.post('Runtime.evaluate', { expression: 'globalThis.' + late.name + '()' }, () => session.disconnect());
};
signal.onsignal = () => {
  const count = Atomics.add(shared, 0, 1) + 1;
  Atomics.store(turns, 0, 1);
  setTimeout(() => {
    if (Atomics.load(shared, 0) === count && Atomics.load(shared, 2) < count) say();
  }, late.ms);
};
const listen = (on) => {
  if (on) signal.start(SIGINT);
  else signal.stop();
  Atomics.store(shared, 1, on ? 1 : 0);
  Atomics.notify(shared, 1);
};
parentPort.on('message', listen);
// The main thread looks after its owner, too, unless it computes without a pause; after some turns in vain it is not
// asked.
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
/** How many interrupts the main thread has heard of. */
const KNOWN = 2;
const SWITCH_MS = 2_000;

/** The global function that the other thread calls on the main thread. */
const SAY_LATE = '__cliplabInterruptIsLate';
/** For so long the main thread may not hear of an interrupt before its user is told. */
const LATE_MS = 3_000;

/** Hears the user's interrupt (SIGINT) while the main thread is busy. */
export interface InterruptSentinel {
  /**
   * What every turn of a loop and every function in a cell looks at: the first number is not 0 when an interrupt may be
   * new, the second is theirs to count with.
   */
  readonly turns: Int32Array;
  /**
   * Called by a turn when the first of `turns` is not 0, and now and then, as its own work may have been stopped
   * earlier, such as a timer's of a cell that was interrupted.
   * @throws Interrupted when the user has interrupted the work that it is part of.
   */
  step(): void;
  /** The main thread has heard of one interrupt, be it before or after the other thread did. */
  heard(): void;
  /**
   * Runs code under Node's own watch for SIGINT (`breakOnSigint`), which does not bear a second listener: after it the
   * next signal would end the process.
   */
  apart<T>(code: () => T): T;
}

/**
 * Starts the second thread. Where Node does not let it listen, loops stop only where they pause.
 * @param owner the process without which this one ends, busy or not; 0 for none.
 * @param onInterrupt called once for every interrupt, as soon as the first of the two threads knows; aborts what runs.
 * @param onLate called while the main thread computes, after it has not looked at an interrupt for some seconds.
 */
export async function startInterruptSentinel(
  owner: number,
  onInterrupt: () => void,
  onLate: () => void,
): Promise<InterruptSentinel> {
  const shared = new Int32Array(new SharedArrayBuffer(12));
  const turns = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(LISTENER, {
    eval: true,
    workerData: { shared, turns, owner, late: { name: SAY_LATE, ms: LATE_MS } },
  });
  worker.on('error', () => undefined); // it does not listen, then
  await once(worker, 'message').catch(() => undefined);
  worker.unref();
  const switchTo = (on: boolean): void => {
    worker.postMessage(on);
    Atomics.wait(shared, LISTENING, on ? 0 : 1, SWITCH_MS);
  };
  /** How many the main thread has heard of. */
  let known = 0;
  const knows = (count: number): void => {
    known = count;
    Atomics.store(shared, KNOWN, count);
  };
  // Where the call has just returned, the main thread may have heard meanwhile.
  Object.assign(globalThis, { [SAY_LATE]: () => void (known < Atomics.load(shared, HEARD) && onLate()) });
  /**
   * How many were passed on: one that a loop found first must not stop what begins before the main thread hears of it.
   */
  let passedOn = 0;
  const passOn = (count: number): void => {
    if (passedOn >= count) return;
    onInterrupt();
    passedOn = count; // last: deep in a recursion the stack may not have sufficed for all of it
  };
  return {
    turns,
    step() {
      if (Atomics.load(shared, HEARD) <= known) {
        Atomics.store(turns, 0, 0); // before the count is read again: an interrupt between the two sets it again
        if (Atomics.load(shared, HEARD) <= known) {
          if (interruptSignal()?.aborted) throw new Interrupted();
          return;
        }
        Atomics.store(turns, 0, 1);
      }
      // It stays so until the main thread has heard of it, whatever the code catches, be it that the stack does not
      // suffice for this.
      passOn(Atomics.load(shared, HEARD));
      // What began since then goes on, though the main thread may not have turned to its signals yet.
      if (interruptSignal()?.aborted !== false) throw new Interrupted();
    },
    heard() {
      knows(known + 1);
      passOn(known);
    },
    apart(code) {
      if (Atomics.load(shared, LISTENING) === 0) return code();
      switchTo(false);
      knows(Atomics.load(shared, HEARD)); // one that either thread missed counts no longer
      passedOn = known;
      try {
        return code();
      } finally {
        switchTo(true);
      }
    },
  };
}
