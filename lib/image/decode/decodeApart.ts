import { availableParallelism } from 'node:os';
import { compiledScript, createProcessPool, ProcessDied, type ProcessPool } from '../../io/processPool.js';
import type { ReadingLimits } from '../../io/readingBudget.js';
import type { GeneralFormat } from './decodeGeneral.js';
import type { StoredImage } from './storedImage.js';

/** What a decoding process is sent. */
export interface DecodeRequest {
  readonly format: GeneralFormat;
  readonly bytes: Uint8Array;
  readonly vectorSize: number;
  readonly seconds: number;
  /** It ends itself where it holds more. */
  readonly memoryBytes: number;
}

/** What it answers: the image, or what is wrong with the file, and whether it ends too early. */
export type DecodeAnswer = { readonly image: StoredImage } | { readonly fault: string; readonly isCut: boolean };

/** What a process holds besides images. */
const OWN_BYTES = 256 * 2 ** 20;
/** The process looks at the clock itself where its decoder does; killed it is only after that. */
const GRACE_SECONDS = 1;

/** Started with the first file, and kept for the next ones. */
let pool: ProcessPool<DecodeRequest, DecodeAnswer> | undefined;

/**
 * Decodes a file in a process of its own, which is killed where it takes too long or too much memory: for formats whose
 * decoders cannot be interrupted, or run programs that a file brings.
 * @throws Error saying what is wrong with the file or what became of the process
 */
export async function decodeApart(
  format: GeneralFormat,
  bytes: Uint8Array,
  vectorSize: number,
  { seconds, bytes: limit }: ReadingLimits,
): Promise<StoredImage> {
  let answer: DecodeAnswer;
  try {
    const request = { format, bytes, vectorSize, seconds, memoryBytes: OWN_BYTES + limit };
    pool ??= createProcessPool({
      script: compiledScript('image/decode/decodeProcess'),
      processes: availableParallelism(),
    });
    answer = await pool.ask(request, seconds + GRACE_SECONDS);
  } catch (error) {
    if (!(error instanceof ProcessDied)) throw error;
    throw new Error(
      {
        time: `decoding it takes longer than ${seconds} seconds`,
        killed: `decoding it takes more memory than ${Math.round(limit / 2 ** 20)} MiB`,
        crashed: 'it crashed the decoder',
      }[error.why],
      { cause: error },
    );
  }
  if ('image' in answer) return answer.image;
  throw answer.isCut ? new RangeError(answer.fault) : new Error(answer.fault);
}
