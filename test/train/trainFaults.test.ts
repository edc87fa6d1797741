import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UserError } from '../../lib/io/userError.js';
import { type ProgressState, setProgressSink } from '../../lib/io/progress.js';
import { METRICS_FILE, readMetrics, type Metrics } from '../../lib/train/metricsLog.js';
import type { Recipe } from '../../lib/train/recipe.js';
import { train, type TrainOptions } from '../../lib/train/train.js';
import { readSafetensors } from '../../lib/weights/readSafetensors.js';
import { needs } from '../fixtures/needs.js';
import { coloredHalves, TINY, tinyTokenizer } from './tinyRun.js';

const notes: string[] = [];
setProgressSink(({ note }: ProgressState) => void notes.push(note));
const pairs = coloredHalves(3, 1);
const tokenizer = tinyTokenizer(pairs);
const options = (folder: string, recipe: Recipe = TINY): TrainOptions => ({
  recipe,
  folder,
  pairs,
  validation: coloredHalves(1, 2),
  tokenizer,
  precision: 'fp32',
});
const losses = async (folder: string): Promise<Partial<Metrics>[]> =>
  (await readMetrics(join(folder, METRICS_FILE))).map(({ step, loss, gradientNorm }) => ({ step, loss, gradientNorm }));
const checkpoints = (folder: string): string[] => readdirSync(folder).filter((file) => file.startsWith('step-'));

/** A disk of `kilobytes`, where this process may mount one. */
function smallDisk(kilobytes: number): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'cliplab disk '));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    return undefined;
  }
}

const disk = smallDisk(16_384);
afterAll(() => {
  if (disk) execFileSync('umount', [disk]);
});

describe('a disk that fills up in the middle of a checkpoint', needs(disk, 'the right to mount a small disk'), () => {
  it('stops the run in one sentence, keeps the checkpoint before it, and a disk with room goes on to the same losses', async () => {
    const whole = await mkdtemp(join(tmpdir(), 'cliplab run '));
    (await train(options(whole))).dispose();
    const folder = join(disk!, 'run');
    // After its first checkpoint the disk has room for half another one.
    const fill = ({ step }: Metrics): void => {
      if (step !== 6) return;
      const [block] = execFileSync('stat', ['-f', '-c', '%a %S', disk!], { encoding: 'utf8' })
        .split(' ')
        .map(Number) as [number];
      const size = Number(
        execFileSync('stat', ['-c', '%s', join(folder, checkpoints(folder)[0]!)], { encoding: 'utf8' }),
      );
      writeFileSync(join(disk!, 'filling'), new Uint8Array(4096 * block - Math.round(size / 2)));
    };
    const stopped = await train({ ...options(folder), onMetrics: fill }).catch((error: unknown) => error);
    expect(stopped).toBeInstanceOf(UserError);
    expect((stopped as Error).message).toMatch(
      /step-000008\.safetensors cannot be written: the disk is full; make room and run the command again\.$/,
    );
    expect(checkpoints(folder)).toEqual(['step-000004.safetensors']);
    expect(readdirSync(folder).filter((file) => file.endsWith('.tmp'))).toEqual([]);
    await readSafetensors(join(folder, 'step-000004.safetensors')); // sound

    execFileSync('rm', [join(disk!, 'filling')]);
    (await train(options(folder))).dispose();
    expect(await losses(folder)).toEqual(await losses(whole));
  });
});

it('a resumed run of another objective keeps its first loss as that of no learning', async () => {
  const recipe: Recipe = { ...TINY, objective: 'bag-of-words', steps: 12 };
  const folder = await mkdtemp(join(tmpdir(), 'cliplab run '));
  const watch = (): Promise<object> => Promise.resolve({});
  const told = (): string | undefined => /\(([\d.]+) is no learning\)/.exec(notes.at(-1)!)?.[1];
  (await train({ ...options(folder, { ...recipe, steps: 8 }), watch })).dispose();
  const first = told();
  (await train({ ...options(folder, recipe), watch })).dispose();
  expect(told()).toBe(first);
  expect(Number(first)).toBeGreaterThan((await losses(folder)).at(-1)!.loss!);
});
