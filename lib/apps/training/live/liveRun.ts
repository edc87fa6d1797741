import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isLocked } from '../../../io/isLocked.js';
import { parseJson } from '../../../io/parseJson.js';
import { UserError } from '../../../io/userError.js';
import { METRICS_FILE, type Metrics } from '../../../train/metricsLog.js';
import { keptNames } from './keptRuns.js';
import { readRecord, type LiveRunRecord } from './runRecord.js';

/**
 * Where a run stands. One that `waits` is in the queue; of these, one that has begun was left by a trainer that was
 * ended, and goes on from its last checkpoint. One that `failed` says why in `fault`.
 */
export type LiveRunState = 'waits' | 'trains' | 'stopped' | 'failed' | 'finished';

/** A run as its folder tells it. */
export interface LiveRun extends LiveRunRecord {
  readonly state: LiveRunState;
  readonly log: readonly Metrics[];
  /** Lines of the log that cannot be read, and are left out. */
  readonly damagedLines: number;
  /** Why it failed. */
  readonly fault: string | null;
  /** What it was named when it was kept. */
  readonly keptAs: string | null;
}

/** Files and folders of a run's folder. */
export const RUN_PARTS = {
  /** Checkpoints and the log, as `train` keeps them. */
  training: 'train',
  /** Held by the trainer for as long as it is at this run. */
  lock: 'trains.lock',
  /** There where the reader has stopped the run. */
  stopped: 'stopped',
  /** There where it failed: the sentence that says why. */
  fault: 'fault.txt',
  /** The trained model. */
  model: 'model',
  /** There where the model is whole. */
  finished: 'finished',
} as const;

const isLine = (line: unknown): line is Metrics =>
  ['step', 'pairsSeen', 'trainedSeconds', 'loss'].every((field) =>
    Number.isFinite((line as Record<string, unknown> | null)?.[field]),
  );

/** The log as far as it is written: a last line that is just being written is not yet one. */
async function readLog(path: string): Promise<Pick<LiveRun, 'log' | 'damagedLines'>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const whole = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '');
  const log = whole.flatMap((line) => {
    try {
      const read = parseJson(line, path);
      return isLine(read) ? [read] : [];
    } catch {
      return [];
    }
  });
  return { log, damagedLines: whole.length - log.length };
}

async function readRun(folder: string, record: LiveRunRecord, keptAs: string | null): Promise<LiveRun> {
  const part = (name: keyof typeof RUN_PARTS): string => join(folder, record.id, RUN_PARTS[name]);
  const fault = await readFile(part('fault'), 'utf8').catch(() => null);
  const state = existsSync(part('finished'))
    ? 'finished'
    : (await isLocked(part('lock')))
      ? 'trains'
      : fault !== null
        ? 'failed'
        : existsSync(part('stopped'))
          ? 'stopped'
          : 'waits';
  return { ...record, ...(await readLog(join(part('training'), METRICS_FILE))), state, fault, keptAs };
}

/** All runs of a folder in the order in which they are trained, and a sentence for each that cannot be read. */
export async function listLiveRuns(folder: string): Promise<{ runs: LiveRun[]; faults: string[] }> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const kept = await keptNames(folder);
  const runs: LiveRun[] = [];
  const faults: string[] = [];
  for (const entry of entries.filter((one) => one.isDirectory() && !one.name.startsWith('.'))) {
    try {
      const record = await readRecord(folder, entry.name);
      if (record) runs.push(await readRun(folder, record, kept.get(record.id) ?? null));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      faults.push(error.message);
    }
  }
  runs.sort((a, b) => a.queued - b.queued || (a.id < b.id ? -1 : 1));
  return { runs, faults };
}

/** The run of that name. @throws UserError listing the runs there are */
export async function findLiveRun(folder: string, id: string): Promise<LiveRun> {
  const { runs } = await listLiveRuns(folder);
  const run = runs.find((one) => one.id === id);
  if (run) return run;
  throw new UserError(
    `there is no live run ${id} in ${folder}: ${runs.length === 0 ? 'none was started yet' : `give one of ${runs.map((one) => one.id).join(', ')}`}.`,
  );
}
