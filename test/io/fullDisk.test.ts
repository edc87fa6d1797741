import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tf } from '../../lib/engine/tf.js';
import { openPartialRows } from '../../lib/eval/embeddings/partialRows.js';
import { readClaims, recordClaim, type Claim } from '../../lib/figures/ledger/claims.js';
import { asMeasured, someClaim } from '../figures/ledger/asMeasured.js';
import { npyPieces, readNpyMatrix } from '../../lib/io/npyFile.js';
import { UserError } from '../../lib/io/userError.js';
import { withFileLock } from '../../lib/io/withFileLock.js';
import { writeFileAtomic } from '../../lib/io/writeFileAtomic.js';
import { restoreCheckpoint, saveCheckpoint, type RunVariables } from '../../lib/train/checkpoint.js';
import { appendMetrics, readMetrics, rewindMetrics, type Metrics } from '../../lib/train/metricsLog.js';
import { readRunResults, writeRunResults } from '../../lib/train/runRecords.js';
import { needs } from '../fixtures/needs.js';

/** Puts a disk of 128 kB at a folder. @returns false where this process may not */
function mount(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const probe = mkdtempSync(join(tmpdir(), 'cliplab disk '));
const mayMount = mount(probe);
if (mayMount) execFileSync('umount', [probe]);

const KILOBYTE = 1024;
let disk: string;
beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), 'cliplab disk '));
  if (mayMount) mount(disk);
});
afterEach(() => {
  if (mayMount) execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

/** Fills the disk up to so many bytes; `free` empties it again. */
function fill(room = 0): () => void {
  const path = join(disk, 'filler');
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(path, Buffer.alloc(Math.max(0, bavail * bsize - room)));
  return () => rmSync(path);
}
const told = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => new Error('nothing was thrown'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as Error).message;
};
const FULL = 'cannot be written: the disk is full';
const NO_ROOM = /^\/.*cannot be written: the disk is full; make room and run the command again\.$/;
const files = (): string[] => readdirSync(disk).filter((name) => name !== 'filler');

const line = (step: number): Metrics => ({
  step,
  pairsSeen: step,
  trainedSeconds: 1,
  loss: 1,
  learningRate: 1,
  gradientNorm: 1,
  logitScale: 1,
});
const claim = (id: string, note = ''): Claim => someClaim(id, { note });

describe('on a disk that is full', needs(mayMount, 'the right to mount a small disk'), () => {
  it('a lock can be had, for it takes no room', async () => {
    fill();
    // The name of a new file may take some.
    await withFileLock(join(disk, 'x.lock'), () => Promise.resolve()).catch((error: Error) =>
      expect(error.message).toContain(FULL),
    );
    expect(files()).toEqual([]);
  });

  it('the metrics log keeps its whole lines and goes on when there is room', async () => {
    const path = join(disk, 'metrics.jsonl');
    await appendMetrics(path, line(1));
    const free = fill(0);
    let step = 1;
    let failure: unknown;
    while (failure === undefined) failure = await appendMetrics(path, line(++step)).catch((error: unknown) => error);
    expect((failure as Error).message).toMatch(NO_ROOM);
    expect((await readMetrics(path)).map((metrics) => metrics.step)).toEqual(
      Array.from({ length: step - 1 }, (_, k) => k + 1),
    );
    expect(await told(rewindMetrics(path, 1))).toMatch(NO_ROOM);
    expect((await readMetrics(path)).length).toBe(step - 1);
    free();
    await rewindMetrics(path, step - 1);
    await appendMetrics(path, line(step));
    expect((await readMetrics(path)).length).toBe(step);
    expect(files()).toEqual(['metrics.jsonl']);
  });

  it('the checkpoint before stays, and is gone on from', async () => {
    const variable = tf.variable(tf.ones([1024]));
    const variables: RunVariables = new Map([['weights', variable]]);
    await saveCheckpoint(disk, variables, { step: 1, trainedSeconds: 1 }, 1);
    const free = fill(2 * KILOBYTE);
    expect(await told(saveCheckpoint(disk, variables, { step: 2, trainedSeconds: 2 }, 1))).toMatch(NO_ROOM);
    expect(files()).toEqual(['step-000001.safetensors']);
    expect(await restoreCheckpoint(disk, variables, expect.unreachable)).toMatchObject({ step: 1 });
    free();
    await saveCheckpoint(disk, variables, { step: 2, trainedSeconds: 2 }, 1);
    expect(files()).toEqual(['step-000002.safetensors']);
    variable.dispose();
  });

  it('the ledger keeps its claims', async () => {
    const path = join(disk, 'claims.json');
    await recordClaim(asMeasured(claim('tour.a', 'x'.repeat(8 * KILOBYTE))), path);
    const before = readFileSync(path, 'utf8');
    const free = fill(4 * KILOBYTE);
    expect(await told(recordClaim(asMeasured(claim('tour.b')), path))).toMatch(NO_ROOM);
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(files()).toEqual(['claims.json']);
    free();
    await recordClaim(asMeasured(claim('tour.b')), path);
    expect((await readClaims(path)).map(({ id }) => id)).toEqual(['tour.a', 'tour.b']);
  });

  it('the results of a study keep those of other runs', async () => {
    const result = (run: string) => ({ run, seed: 1, measure: 'loss '.repeat(2000), value: 1 });
    await writeRunResults([result('a')], disk);
    const free = fill(4 * KILOBYTE);
    expect(await told(writeRunResults([result('b')], disk))).toMatch(NO_ROOM);
    expect((await readRunResults(disk)).map(({ run }) => run)).toEqual(['a']);
    expect(files()).toEqual(['results.csv']);
    free();
    await writeRunResults([result('b')], disk);
    expect((await readRunResults(disk)).map(({ run }) => run)).toEqual(['a', 'b']);
  });

  it('a NumPy file is the old one', async () => {
    const path = join(disk, 'x.npy');
    const rows = new Float32Array(4 * KILOBYTE).fill(1);
    await writeFileAtomic(path, npyPieces(rows, [64, 64]));
    const before = await readNpyMatrix(path);
    fill(8 * KILOBYTE);
    expect(await told(writeFileAtomic(path, npyPieces(rows.fill(2), [64, 64])))).toMatch(NO_ROOM);
    expect(await readNpyMatrix(path)).toEqual(before);
    expect(files()).toEqual(['x.npy']);
  });

  it('partial rows keep the blocks that were whole', async () => {
    const path = join(disk, 'x.partial');
    const block = { data: new Float32Array(2 * KILOBYTE).fill(1), rows: 2, columns: KILOBYTE };
    const written = await openPartialRows(path, 100);
    await written.append(block);
    const free = fill(4 * KILOBYTE);
    expect(await told(written.append(block))).toMatch(NO_ROOM);
    await written.close();
    free();
    const left = await openPartialRows(path, 100);
    expect(left.found).toEqual([block]);
    await left.append(block);
    await left.remove();
    expect(files()).toEqual([]);
  });
});
