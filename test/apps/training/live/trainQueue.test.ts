import { mkdtempSync } from 'node:fs';
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { keepLiveRun } from '../../../../lib/apps/training/live/keptRuns.js';
import { listLiveRuns, RUN_PARTS } from '../../../../lib/apps/training/live/liveRun.js';
import { isTrainerThere, removeLiveRuns, stopLiveRuns } from '../../../../lib/apps/training/live/queue.js';
import { makeRecord, writeRecord } from '../../../../lib/apps/training/live/runRecord.js';
import { trainQueue, type TrainOne } from '../../../../lib/apps/training/live/trainQueue.js';
import { breathe } from '../../../../lib/io/interruption.js';
import { UserError } from '../../../../lib/io/userError.js';
import { LAB_LIVE } from '../../../../lib/train/changes/labLive.js';
import { RECIPE_CHANGES } from '../../../../lib/train/changes/recipeChanges.js';

// The queue with runs that only say that they were trained.
const change = (name: string) => RECIPE_CHANGES.filter((one) => one.name === name);
let folder: string;
let trained: string[];
const idle = new AbortController().signal;

/** Puts a run into the queue. */
async function queue(names: string[], queued: number): Promise<string> {
  const record = makeRecord(LAB_LIVE, names.flatMap(change), { data: 'suite', pairs: 1024, seed: 1, queued });
  await writeRecord(folder, record);
  return record.id;
}
const trainAtOnce: TrainOne = async ({ change: title, id }) => {
  trained.push(title);
  await mkdir(join(folder, id, RUN_PARTS.model), { recursive: true });
  await writeFile(join(folder, id, RUN_PARTS.model, 'config.json'), '{}');
};
const states = async (): Promise<string[]> => (await listLiveRuns(folder)).runs.map(({ state }) => state);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cliplab queue '));
  trained = [];
});

describe('the queue of live runs', () => {
  it('is trained in the order in which runs were put there, and each of them once', async () => {
    await queue(['vit'], 2);
    await queue([], 1);
    await queue(['batch-64'], 3);
    await trainQueue(folder, trainAtOnce, idle);
    expect(trained).toEqual(['unchanged', 'ViT for ResNet', 'batches of 64']);
    expect(await states()).toEqual(['finished', 'finished', 'finished']);
    await trainQueue(folder, trainAtOnce, idle);
    expect(trained).toHaveLength(3);
    expect(await isTrainerThere(folder)).toBe(false);
  });

  it('takes up runs that come while it trains, and leaves them to one trainer', async () => {
    await queue([], 1);
    let others: Promise<void> | undefined;
    await trainQueue(
      folder,
      async (run, place) => {
        await trainAtOnce(run, place);
        if (others) return;
        expect(await isTrainerThere(folder)).toBe(true);
        await queue(['vit'], 2);
        others = trainQueue(folder, () => Promise.reject(new Error('a second trainer')), idle);
        await others;
      },
      idle,
    );
    expect(trained).toEqual(['unchanged', 'ViT for ResNet']);
    expect(await states()).toEqual(['finished', 'finished']);
  });

  it('goes on with the next run where one fails, and says why', async () => {
    await queue([], 1);
    await queue(['vit'], 2);
    const failing: TrainOne = (run, place) =>
      run.change === 'unchanged' ? Promise.reject(new UserError('the disk is full.')) : trainAtOnce(run, place);
    await trainQueue(folder, failing, idle);
    const { runs } = await listLiveRuns(folder);
    expect(runs.map(({ state, fault }) => [state, fault])).toEqual([
      ['failed', 'the disk is full.'],
      ['finished', null],
    ]);
  });

  it('ends a run that its reader stops, and keeps those that wait behind it', async () => {
    const first = await queue([], 1);
    await queue(['vit'], 2);
    const untilStopped: TrainOne = async (run, place) => {
      if (run.id !== first) return trainAtOnce(run, place);
      await stopLiveRuns([first], folder);
      for (;;) {
        await breathe();
        await pause(5);
      }
    };
    await trainQueue(folder, untilStopped, idle);
    expect(await states()).toEqual(['stopped', 'finished']);
  });

  it('leaves the run in the queue where the trainer itself is ended', async () => {
    await queue([], 1);
    const ending = new AbortController();
    await trainQueue(
      folder,
      async () => {
        ending.abort();
        for (;;) {
          await breathe();
          await pause(5);
        }
      },
      ending.signal,
    );
    expect(await states()).toEqual(['waits']);
  });
});

describe('the folder of a run', () => {
  it('is read as far as its log is written; what is damaged is counted and left out', async () => {
    const id = await queue([], 1);
    const log = join(folder, id, RUN_PARTS.training, 'metrics.jsonl');
    await mkdir(join(folder, id, RUN_PARTS.training), { recursive: true });
    const line = (step: number) => JSON.stringify({ step, pairsSeen: step, trainedSeconds: 1, loss: 5 });
    await writeFile(log, `${line(10)}\n{"step": 2\n7\n${line(30)}\n`);
    await appendFile(log, '{"step":40,"pairsS');
    const { runs } = await listLiveRuns(folder);
    expect(runs[0]!.log.map(({ step }) => step)).toEqual([10, 30]);
    expect(runs[0]!.damagedLines).toBe(2);
  });

  it('of another version, or damaged, is told in a sentence, and hides no other run', async () => {
    const [other, damaged, own] = [await queue([], 1), await queue(['vit'], 2), await queue(['batch-64'], 3)];
    const record = join(folder, other, 'run.json');
    await writeFile(record, (await readFile(record, 'utf8')).replace('"version": 1', '"version": 2'));
    await writeFile(join(folder, damaged, 'run.json'), '{"version": 1, "recipe": ');
    const { runs, faults } = await listLiveRuns(folder);
    expect(runs.map(({ id }) => id)).toEqual([own]);
    expect(faults.sort()).toEqual([
      expect.stringMatching(/another version of cliplab \(2 for 1\): use that one, or move its folder away/),
      expect.stringMatching(/run\.json is damaged: move its folder away/),
    ]);
    await trainQueue(folder, trainAtOnce, idle);
    expect(trained).toEqual(['batches of 64']);
    expect((await readFile(record, 'utf8')).length).toBeGreaterThan(100);
  });

  it('is kept under a name once it is finished, and the kept model outlives it', async () => {
    const id = await queue([], 1);
    await expect(keepLiveRun(id, 'mine', folder)).rejects.toThrow('is not finished');
    await trainQueue(folder, trainAtOnce, idle);
    await expect(keepLiveRun(id, '../mine', folder)).rejects.toThrow('expected letters, digits');
    const kept = await keepLiveRun(id, 'mine', folder);
    expect((await listLiveRuns(folder)).runs[0]!.keptAs).toBe('mine');
    const second = await queue(['vit'], 2);
    await trainQueue(folder, trainAtOnce, idle);
    await expect(keepLiveRun(second, 'mine', folder)).rejects.toThrow('is there already: give another name');
    await removeLiveRuns(undefined, folder);
    expect((await listLiveRuns(folder)).runs.map((run) => run.id)).toEqual([id]);
    await removeLiveRuns([id], folder);
    expect((await listLiveRuns(folder)).runs).toEqual([]);
    expect(await readFile(join(kept, 'config.json'), 'utf8')).toBe('{}');
    await rm(folder, { recursive: true });
  });
});
