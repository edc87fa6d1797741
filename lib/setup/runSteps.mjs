import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailed, runQuietly, saysDiskFull } from './runQuietly.mjs';
import { SetupError } from './setupError.mjs';

/**
 * One thing that set-up makes. `run` may be killed at any point: what `missing` looks at is written last, and whole.
 * @typedef {object} Step
 * @property {string} name as the user reads it
 * @property {readonly string[]} needs the names of the steps it builds on
 * @property {() => string | undefined} missing a quick look: undefined when all is in place, else what is not, in a few
 *   words
 * @property {() => string} [found] what is in place, in a few words, such as its version
 * @property {(context: StepContext) => Promise<void>} run
 * @property {string} remedy one sentence for when it fails
 *
 * @typedef {object} StepContext
 * @property {(program: string, args: readonly string[], options: { cwd: string, env?: NodeJS.ProcessEnv }) =>
 *   Promise<void>} exec runs a program, its output in the step's log
 * @property {(note: () => string) => void} showing a note that the progress line asks for, such as the bytes fetched so
 *   far
 *
 * @typedef {object} Reporter
 * @property {(name: string) => void} started
 * @property {(name: string, note: () => string) => void} noted
 * @property {(name: string, outcome: 'done' | 'failed' | 'stopped') => void} ended stopped: for another's failure, or
 *   by the user
 */

/**
 * The missing steps among those wanted, and whatever they build on.
 * @param {readonly Step[]} steps in order: a step comes after those it needs
 * @param {readonly string[]} wanted
 * @returns {Step[]}
 */
export function stepsFor(steps, wanted) {
  const names = new Set(wanted);
  for (const step of [...steps].reverse()) if (names.has(step.name)) for (const need of step.needs) names.add(need);
  return steps.filter((step) => names.has(step.name));
}

/** @param {string} name */
const logName = (name) => `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.log`;

/**
 * Does what is missing: every step starts as soon as those it needs are done, and the first failure ends the others.
 * @param {readonly Step[]} steps
 * @param {object} options
 * @param {string} options.logs the folder of the logs
 * @param {Reporter} options.reporter
 * @param {import('./withLock.mjs').Lock} options.lock
 * @param {AbortSignal} [options.signal]
 * @throws {SetupError} of the first step that failed
 */
export async function runSteps(steps, { logs, reporter, lock, signal }) {
  const failure = new AbortController();
  const ending = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  /** @type {Map<string, Promise<void>>} */
  const running = new Map();
  /** @type {unknown} */
  let firstError;

  /** @param {Step} step */
  const perform = async (step) => {
    await Promise.all(step.needs.map((need) => running.get(need)));
    ending.throwIfAborted();
    if (step.missing() === undefined) return;
    const logFile = join(logs, logName(step.name));
    rmSync(logFile, { force: true });
    reporter.started(step.name);
    /** @type {'done' | 'failed' | 'stopped'} */
    let outcome = 'failed';
    try {
      await step.run({
        exec: (program, args, options) =>
          runQuietly(program, args, {
            ...options,
            logFile,
            signal: ending,
            files: lock.files,
            onStart: lock.childStarted,
            onEnd: lock.childEnded,
          }),
        showing: (note) => reporter.noted(step.name, note),
      });
      const still = step.missing();
      if (still !== undefined) throw new SetupError(`${step.name}: done, and yet ${still}. ${step.remedy}`);
      outcome = 'done';
    } catch (error) {
      if (ending.aborted) outcome = 'stopped';
      throw explain(step, error);
    } finally {
      reporter.ended(step.name, outcome);
    }
  };

  for (const step of steps) {
    const performed = perform(step).catch((error) => {
      if (!ending.aborted) firstError = error;
      failure.abort();
      throw error;
    });
    performed.catch(() => undefined);
    running.set(step.name, performed);
  }
  await Promise.allSettled(running.values());
  if (firstError !== undefined) throw firstError;
  signal?.throwIfAborted();
}

/**
 * @param {Step} step
 * @param {unknown} error
 */
function explain(step, error) {
  if (error instanceof SetupError) return error;
  if (error instanceof CommandFailed) {
    const more = { details: error.tail, logFile: error.logFile };
    return error.isDiskFull
      ? new SetupError(`${step.name}: the disk is full; make room and run the command again.`, more)
      : new SetupError(`${step.name}: ${error.message}. ${step.remedy}`, more);
  }
  if (error instanceof Error && 'code' in error && saysDiskFull(String(error.code))) {
    const place = 'path' in error ? `${String(error.path)} cannot be written: ` : '';
    return new SetupError(`${step.name}: ${place}the disk is full; make room and run the command again.`);
  }
  if (error instanceof Error && 'code' in error)
    return new SetupError(`${step.name}: ${error.message}. ${step.remedy}`);
  return error;
}
