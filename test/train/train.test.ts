import { mkdtemp, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tf } from '../../lib/engine/tf.js';
import { Interrupted, setInterruptSignal } from '../../lib/io/interruption.js';
import { setProgressSink } from '../../lib/io/progress.js';
import { METRICS_FILE, readMetrics, type Metrics } from '../../lib/train/metricsLog.js';
import { nameAccuracy } from '../../lib/train/nameAccuracy.js';
import type { Recipe } from '../../lib/train/recipe.js';
import { train, type TrainOptions } from '../../lib/train/train.js';
import { coloredHalves, TINY, tinyTokenizer } from './tinyRun.js';

setProgressSink(() => {});
const pairs = coloredHalves(3, 1);
const validation = coloredHalves(1, 2);
const tokenizer = tinyTokenizer(pairs);
const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'cliplab run '));
const options = (folder: string, recipe: Recipe = TINY): TrainOptions => ({
  recipe,
  folder,
  pairs,
  validation,
  tokenizer,
  precision: 'fp32',
});
/** The log without its times. */
const losses = async (folder: string): Promise<Partial<Metrics>[]> =>
  (await readMetrics(join(folder, METRICS_FILE))).map(
    ({ trainedSeconds, inputWaitSeconds, pairsPerSecond, ...rest }) => {
      expect(trainedSeconds).toBeGreaterThan(inputWaitSeconds!);
      expect(pairsPerSecond).toBeGreaterThan(0);
      return rest;
    },
  );

describe('train', () => {
  it('learns: a tiny model names new drawings of sixteen images, from ln(16) of loss', async () => {
    const folder = await newFolder();
    const model = await train(options(folder, { ...TINY, steps: 120, evaluateEvery: 120, checkpointEvery: 60 }));
    const log = await readMetrics(join(folder, METRICS_FILE));
    expect(log.at(-1)!.loss).toBeLessThan(0.5 * Math.log(16));
    expect(log.at(-1)!.validationTop1).toBeGreaterThan(0.6); // chance is 1/16
    expect(nameAccuracy(model, tokenizer, validation).top1).toBeCloseTo(log.at(-1)!.validationTop1!, 6);
    model.dispose();
  });

  it('twice at once in one folder, the second waits and takes up what the first has left', async () => {
    const [whole, shared] = [await newFolder(), await newFolder()];
    (await train(options(whole))).dispose();
    const [first, second] = await Promise.all([train(options(shared)), train(options(shared))]);
    expect(await losses(shared)).toEqual(await losses(whole));
    expect((await readdir(shared)).sort()).toEqual((await readdir(whole)).sort());
    for (const model of [first, second]) model.dispose();
  });

  it('interrupted and resumed, it logs the very losses of an uninterrupted run', async () => {
    const whole = await newFolder();
    (await train(options(whole))).dispose();
    const broken = await newFolder();
    const stop = new AbortController();
    setInterruptSignal(stop.signal);
    const watch = setInterval(
      () => void readdir(broken).then((files) => files.some((f) => f.startsWith('step-')) && stop.abort()),
      1,
    );
    await expect(train(options(broken))).rejects.toThrow(Interrupted);
    clearInterval(watch);
    setInterruptSignal(undefined);
    (await train(options(broken))).dispose();
    expect(await losses(broken)).toEqual(await losses(whole));
  });

  it('killed after its last checkpoint, with a torn log and a torn checkpoint, it goes on from the sound one', async () => {
    const whole = await newFolder();
    (await train(options(whole))).dispose();
    const expected = await losses(whole);
    const files = (await readdir(whole)).filter((file) => file.startsWith('step-')).sort();
    expect(files).toEqual(['step-000008.safetensors', 'step-000012.safetensors']); // the newest two are kept
    await truncate(join(whole, files[1]!), 1000);
    const log = join(whole, METRICS_FILE);
    await writeFile(log, (await readFile(log, 'utf8')) + '{"step": 99, "lo');
    const warnings: string[] = [];
    (await train({ ...options(whole), warn: (message) => warnings.push(message) })).dispose();
    expect(warnings.join()).toMatch(
      /step-000012.safetensors is not a sound safetensors file.*checkpoint before it is used/,
    );
    expect(await losses(whole)).toEqual(expected);
  });

  it('stops at a loss that is not finite, naming the step, with its checkpoints sound', async () => {
    const folder = await newFolder();
    await expect(train(options(folder, { ...TINY, learningRate: 1e30, clipNorm: 1e30 }))).rejects.toThrow(
      /training stopped at step \d+: .*lower the learning rate/,
    );
  });

  it('refuses the checkpoints of another model', async () => {
    const folder = await newFolder();
    (await train(options(folder, { ...TINY, steps: 4, evaluateEvery: 4 }))).dispose();
    const wider = { ...TINY, model: { ...TINY.model, embedDim: 24 } };
    await expect(train(options(folder, wider))).rejects.toThrow(/is of another model/);
  });

  it('refuses chunks of a batch whose objective cannot be cut', async () => {
    const recipe = { ...TINY, objective: 'simclr', chunkSize: 4 };
    await expect(train(options(await newFolder(), recipe))).rejects.toThrow(
      /chunkSize is for objectives that can be cut, such as contrastive, and not for simclr/,
    );
  });

  it('in chunks and with averaged weights, it saves what it measured last', async () => {
    const recipe = { ...TINY, steps: 6, evaluateEvery: 6, chunkSize: 8, averageDecay: 0.5 };
    const folder = await newFolder();
    const model = await train(options(folder, recipe));
    const last = (await readMetrics(join(folder, METRICS_FILE))).at(-1)!;
    expect(last.pairsSeen).toBe(6 * 16);
    expect(nameAccuracy(model, tokenizer, validation).top1).toBeCloseTo(last.validationTop1!, 6);
    model.dispose();
  });

  it('leaves no tensors behind', async () => {
    const run = async (): Promise<void> =>
      (await train(options(await newFolder(), { ...TINY, steps: 3, evaluateEvery: 3 }))).dispose();
    await run();
    const before = tf.memory().numTensors;
    await run();
    expect(tf.memory().numTensors).toBe(before);
  });
});
