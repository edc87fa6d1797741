import { requireNumber } from '../../io/requireNumber.js';
import { requireSize } from '../requireSize.js';
import { requireWhole } from '../../io/requireWhole.js';
import { availableParallelism } from 'node:os';
import type { StageClock } from '../../io/stageClock.js';
import { UserError } from '../../io/userError.js';
import type { ImageBatch } from '../imageBatch.js';
import type { ImageSource } from '../imageSource.js';
import { preprocess } from '../preprocess.js';
import type { Preprocessing } from '../preprocessing.js';

/** What `decodeBatches` makes of images, and how far it works ahead. */
export interface DecodeBatchesOptions {
  /** Side of the images in pixels. */
  readonly size: number;
  /** Images in a batch; the last one holds what is left. */
  readonly batchSize: number;
  /** Batches that are decoded ahead of the one in use. Default 2. */
  readonly ahead?: number;
  /**
   * Share of images, 0..1, that may be unreadable; they are left out and listed. Default 0: the first one is an error.
   */
  readonly maxSkippedShare?: number;
  /** A model's own way to make images fit it, where it is not the released one. */
  readonly preprocessing?: Preprocessing | undefined;
  /** Told the time spent on reading and on decoding. */
  readonly clock?: StageClock | undefined;
}

/** Images ready for the model, in the order of their sources; none where all of a batch's sources are unreadable. */
export interface DecodedBatch {
  readonly images: ImageBatch;
  /** [images.count], which source each image comes from. */
  readonly indices: readonly number[];
  /** Sources between them that could not be read, and why. */
  readonly skipped: readonly SkippedImage[];
}

/** An image that could not be read, and why. */
export interface SkippedImage {
  readonly index: number;
  readonly reason: string;
}

/** Before the end, the share of unreadable images is looked at from this many on. */
const ENOUGH_TO_JUDGE = 100;

type Outcome = { readonly pixels: Uint8Array } | { readonly error: unknown };

/**
 * Preprocesses images (see `preprocess`) in batches, ahead of the model that reads them and a few at a time beside it,
 * in order. Memory is bounded by the batches ahead and twice as many open files as there are cores.
 * @throws UserError naming the first image that cannot be read, or, where a share of them may be skipped, the share
 *   when it is passed; and for an option that is no such number
 * @example
 * const { model } = await loadModel();
 * const size = model.config.vision.imageSize;
 * for await (const { images } of decodeBatches(await loadImages('holiday/'), { size, batchSize: 32 }))
 *   show(await embedImages(model, images));
 */
export async function* decodeBatches(
  sources: Iterable<ImageSource> | AsyncIterable<ImageSource>,
  { size, batchSize, ahead = 2, maxSkippedShare = 0, preprocessing, clock }: DecodeBatchesOptions,
): AsyncGenerator<DecodedBatch, void> {
  requireSize(size);
  requireWhole(batchSize, 'the batch size', 1);
  requireWhole(ahead, 'the batches ahead', 0);
  requireNumber(maxSkippedShare, 'the share that may be skipped', 0, 1);
  const limited = limitTasks(2 * availableParallelism());
  const waiting: Promise<Outcome>[] = [];
  const left = Symbol.asyncIterator in sources ? sources[Symbol.asyncIterator]() : sources[Symbol.iterator]();
  let [seen, skippedCount, exhausted] = [0, 0, false];
  try {
    for (;;) {
      while (!exhausted && waiting.length < batchSize * (1 + ahead)) {
        const next = await left.next();
        if (next.done) exhausted = true;
        else waiting.push(limited(() => outcome(next.value, size, preprocessing, clock)));
      }
      const isLast = exhausted && waiting.length <= batchSize;
      const outcomes = await Promise.all(waiting.splice(0, batchSize));
      const skipped = outcomes.flatMap((result, k) => ('error' in result ? [{ index: seen + k, ...result }] : []));
      seen += outcomes.length;
      skippedCount += skipped.length;
      const [first] = skipped;
      if (first && (maxSkippedShare === 0 || !(first.error instanceof UserError))) throw first.error;
      if ((isLast || seen >= ENOUGH_TO_JUDGE) && skippedCount > maxSkippedShare * seen)
        throw tooManySkipped(skippedCount, seen, maxSkippedShare);
      if (outcomes.length > 0) yield gather(outcomes, seen - outcomes.length, size);
      if (isLast) return;
    }
  } finally {
    await left.return?.();
  }
}

async function outcome(
  source: ImageSource,
  size: number,
  preprocessing: Preprocessing | undefined,
  clock: StageClock | undefined,
): Promise<Outcome> {
  const timed = async <T>(stage: 'read' | 'decode', job: () => Promise<T>): Promise<T> =>
    clock ? clock.time(stage, job) : job();
  try {
    const bytes = await timed('read', () => source.read());
    return { pixels: await timed('decode', () => preprocess(bytes, size, source.name, preprocessing)) };
  } catch (error) {
    return { error };
  }
}

function gather(outcomes: readonly Outcome[], first: number, size: number): DecodedBatch {
  const pixels = new Uint8Array(outcomes.length * size * size * 3);
  const indices: number[] = [];
  const skipped: SkippedImage[] = [];
  outcomes.forEach((result, k) => {
    if ('error' in result) skipped.push({ index: first + k, reason: (result.error as Error).message });
    else pixels.set(result.pixels, size * size * 3 * (indices.push(first + k) - 1));
  });
  const count = indices.length;
  const images = { count, height: size, width: size, pixels: pixels.subarray(0, count * size * size * 3) };
  return { images, indices, skipped };
}

function tooManySkipped(skipped: number, seen: number, share: number): UserError {
  return new UserError(
    `${skipped} of the first ${seen} images cannot be read, more than the ${100 * share} % that may be skipped; ` +
      `mend or remove them, or allow a larger share.`,
  );
}

/** Runs tasks in the order they come, at most `limit` at a time. */
function limitTasks(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= limit) await new Promise<void>((resolve) => queue.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      const next = queue.shift();
      // The place is handed on, so that nobody who comes meanwhile takes it.
      if (next) next();
      else running--;
    }
  };
}
