import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf } from '../../lib/engine/tf.js';
import { sha256 } from '../../lib/io/sha256.js';
import { UserError } from '../../lib/io/userError.js';
import { restoreCheckpoint, saveCheckpoint } from '../../lib/train/checkpoint.js';
import { CONTRASTIVE } from '../../lib/train/objectives/contrastive.js';
import type { Recipe } from '../../lib/train/recipe.js';
import {
  createRun as createTrainingRun,
  disposeAllButModel,
  runVariables,
  type TrainingRun,
} from '../../lib/train/trainingRun.js';
import { readSafetensors } from '../../lib/weights/readSafetensors.js';
import { writeSafetensors } from '../../lib/weights/writeSafetensors.js';
import { TINY } from './tinyRun.js';

let folder: string;
const runs: TrainingRun[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cliplab-checkpoint-'));
});
afterEach(() => {
  for (const run of runs.splice(0)) {
    run.model.dispose();
    disposeAllButModel(run);
  }
  rmSync(folder, { recursive: true });
});

/** A run in which every number of the model and both moments comes from the seed. */
function createRun(seed: number, recipe: Recipe = TINY): TrainingRun {
  const random = createRandom(seed);
  const run = createTrainingRun({ ...recipe, averageDecay: 0.9 }, CONTRASTIVE, 50, random);
  for (const { mean, variance } of run.optimizer.moments())
    for (const moment of [mean, variance, ...run.average!.averages])
      tf.tidy(() => moment.assign(tf.fill(moment.shape, random.next())));
  runs.push(run);
  return run;
}
/** A hash of every number of a run, tensor by tensor. */
const numbers = ({ model, optimizer, average }: TrainingRun): string[] =>
  [
    ...model.parameters.specs.map(({ name }) => model.parameters.get(name)),
    ...optimizer.moments().flatMap(({ mean, variance }) => [mean, variance]),
    ...average!.averages,
  ].map((variable) => sha256(new Uint8Array(variable.dataSync<'float32'>().slice().buffer)));
const save = (run: TrainingRun, step: number): Promise<void> =>
  saveCheckpoint(folder, runVariables(run), { step, trainedSeconds: step / 2, firstLoss: 6.5 }, 2);
const fileOf = (step: number): string => join(folder, `step-${String(step).padStart(6, '0')}.safetensors`);

describe('checkpoints', () => {
  it('bring back every parameter, statistic, moment and average, and where the run stood', async () => {
    const [run, other] = [createRun(1), createRun(2)];
    await save(run, 8);
    expect(numbers(other)).not.toEqual(numbers(run));
    const before = tf.memory().numTensors;
    expect(await restoreCheckpoint(folder, runVariables(other), expect.unreachable)).toEqual({
      step: 8,
      trainedSeconds: 4,
      firstLoss: 6.5,
    });
    expect(numbers(other)).toEqual(numbers(run));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('keep the newest two, by number and not by name', async () => {
    const run = createRun(1);
    for (const step of [999_998, 999_999, 1_000_000]) await save(run, step);
    expect(readdirSync(folder).sort()).toEqual(['step-1000000.safetensors', 'step-999999.safetensors']);
    const state = await restoreCheckpoint(folder, runVariables(run), expect.unreachable);
    expect(state?.step).toBe(1_000_000);
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 100)],
    ['empty', () => Buffer.alloc(0)],
    ['not what it says', (bytes: Buffer) => Buffer.concat([Buffer.alloc(8, 255), bytes.subarray(8)])],
  ])('set a newest one that is %s aside for the one before, with a warning', async (_, damage) => {
    const [run, later, other] = [createRun(1), createRun(2), createRun(3)];
    await save(run, 4);
    await save(later, 8);
    writeFileSync(fileOf(8), damage(readFileSync(fileOf(8))));
    const warnings: string[] = [];
    const state = await restoreCheckpoint(folder, runVariables(other), (text) => warnings.push(text));
    expect(state).toEqual({ step: 4, trainedSeconds: 2, firstLoss: 6.5 });
    expect(numbers(other)).toEqual(numbers(run));
    expect(warnings.length).toBe(1);
    expect(warnings[0]).toContain('The checkpoint before it is used.');
  });

  it('start a run anew where none is sound, or none is there', async () => {
    const run = createRun(1);
    const warnings: string[] = [];
    const restore = () => restoreCheckpoint(folder, runVariables(run), (text) => warnings.push(text));
    expect(await restore()).toBeUndefined();
    expect(await restoreCheckpoint(join(folder, 'absent'), runVariables(run), expect.unreachable)).toBeUndefined();
    writeFileSync(fileOf(3), 'nothing');
    writeFileSync(join(folder, 'step-x.safetensors'), 'not one of ours');
    const before = numbers(run);
    expect(await restore()).toBeUndefined();
    expect(warnings.length).toBe(1);
    expect(numbers(run)).toEqual(before);
  });

  it('are not kept of a run that is not finite, and are set aside where they hold such a number', async () => {
    const run = createRun(1);
    await save(run, 3);
    const [name, variable] = [...runVariables(run)].find(([own]) => own.startsWith('variance/'))!;
    const before = variable.clone();
    tf.tidy(() => variable.assign(tf.fill(variable.shape, Infinity)));
    const kept = save(run, 6);
    await expect(kept).rejects.toThrow(UserError);
    await expect(kept).rejects.toThrow(`no checkpoint of step 6 is kept in ${folder}, for ${name} is not finite`);
    expect(readdirSync(folder)).toEqual(['step-000003.safetensors']);

    const tensors = await readSafetensors(fileOf(3));
    const spoilt = Float32Array.from(tensors.get(name)!.data).fill(NaN, 0, 1);
    await writeSafetensors(fileOf(6), new Map([...tensors, [name, { ...tensors.get(name)!, data: spoilt }]]), 'F32');
    const warnings: string[] = [];
    expect((await restoreCheckpoint(folder, runVariables(run), (text) => warnings.push(text)))?.step).toBe(3);
    expect(warnings).toEqual([expect.stringContaining(name)]);
    expect(variable.dataSync()).toEqual(before.dataSync());
    before.dispose();
  });

  it('refuse another model, and leave the run as it was', async () => {
    const wider = { ...TINY, model: { ...TINY.model, embedDim: 32 } };
    await save(createRun(1, wider), 5);
    const run = createRun(2);
    const before = numbers(run);
    const restored = restoreCheckpoint(folder, runVariables(run), expect.unreachable);
    await expect(restored).rejects.toThrow(UserError);
    await expect(restored).rejects.toThrow('is of another model (');
    expect(numbers(run)).toEqual(before);
  });

  it('are found among other files', async () => {
    const run = createRun(1);
    await save(run, 7);
    copyFileSync(fileOf(7), join(folder, 'step-000009.safetensors.3f.tmp'));
    expect((await restoreCheckpoint(folder, runVariables(run), expect.unreachable))?.step).toBe(7);
  });
});
