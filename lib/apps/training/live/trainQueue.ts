import { existsSync } from 'node:fs';
import { rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Interrupted, withInterruptSignal } from '../../../io/interruption.js';
import { systemStorageError } from '../../../io/storageError.js';
import { openLocked, withFileLock } from '../../../io/withFileLock.js';
import { writeFileAtomic } from '../../../io/writeFileAtomic.js';
import { listLiveRuns, RUN_PARTS, type LiveRun } from './liveRun.js';
import { QUEUE_LOCK, TRAINER_LOCK } from './trainer.js';

/** Trains one run to its end and leaves its model; what it awaits sees the interrupt's signal. */
export type TrainOne = (run: LiveRun, folder: string) => Promise<void>;

/** Whoever only looks whether a lock is held has it for a moment. */
const TRIES = 20;
const TRY_MS = 50;
/** Between two looks whether the reader has stopped the run. */
const LOOK_MS = 200;

async function takeRole(path: string): Promise<FileHandle | undefined> {
  for (let k = 0; k < TRIES; k++) {
    const file = await openLocked(path);
    if (file) return file;
    await pause(TRY_MS);
  }
  return undefined;
}

/**
 * Trains the runs of a folder that wait, one after the other, until none does; at once where another trainer is there.
 * A run that fails leaves its sentence, and the next one's turn comes.
 * @param signal ends it after the step under way, with a checkpoint; the run waits from then on
 * @throws where not even the fault of a run can be written
 */
export async function trainQueue(folder: string, trainOne: TrainOne, signal: AbortSignal): Promise<void> {
  const path = join(folder, TRAINER_LOCK);
  const role = await takeRole(path);
  if (!role) return;
  let held = true;
  const leave = async (): Promise<void> => {
    if (!held) return;
    held = false;
    await rm(path, { force: true }).catch(() => undefined);
    await role.close();
  };
  try {
    for (;;) {
      // Whoever puts a run into the queue looks then whether a trainer is there: under the same lock, so that none is
      // put there for a trainer that has just found nothing.
      const next = await withFileLock(join(folder, QUEUE_LOCK), async () => {
        const { runs } = signal.aborted ? { runs: [] } : await listLiveRuns(folder);
        const found = runs.find(({ state }) => state === 'waits');
        if (!found) await leave();
        return found;
      });
      if (!next) return;
      await trainNext(next, folder, trainOne, signal);
    }
  } finally {
    await leave();
  }
}

async function trainNext(run: LiveRun, folder: string, trainOne: TrainOne, signal: AbortSignal): Promise<void> {
  const part = (name: keyof typeof RUN_PARTS): string => join(folder, run.id, RUN_PARTS[name]);
  const stop = new AbortController();
  const end = (): void => stop.abort();
  signal.addEventListener('abort', end, { once: true });
  // Also where the reader removes the folder.
  const watch = setInterval(() => {
    if (existsSync(part('stopped')) || !existsSync(join(folder, run.id))) end();
  }, LOOK_MS);
  try {
    await withFileLock(part('lock'), async () => {
      await withInterruptSignal(stop.signal, () => trainOne(run, folder));
      await writeFileAtomic(part('finished'), '');
    });
  } catch (error) {
    if (error instanceof Interrupted && stop.signal.aborted) return;
    const told = systemStorageError(error) ?? error;
    await writeFileAtomic(part('fault'), told instanceof Error ? told.message : String(told));
  } finally {
    clearInterval(watch);
    signal.removeEventListener('abort', end);
  }
}
