import { UserError } from './userError.js';

/** What one reading of untrusted content may cost at most. */
export interface ReadingLimits {
  /** Bytes taken into memory, after unpacking, all items together. */
  readonly bytes: number;
  /** Files, members, samples, tensors or values, all together. */
  readonly entries: number;
  /** How deep folders, brackets or containers nest. */
  readonly depth: number;
  /** Seconds from the beginning of the reading to its end. */
  readonly seconds: number;
}

/** The kinds of reading that have limits. */
export type ReadingKind = keyof typeof READING_LIMITS;

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/**
 * The limits of each kind of reading, several times what any published file needs; SECURITY.md tells them. Bytes are
 * those that memory holds at once: a dataset is read sample after sample, and may be of any length on disk.
 */
export const READING_LIMITS = {
  /** A JSON file: a configuration, an index of shards, a vocabulary. */
  json: { bytes: 64 * MIB, entries: 5_000_000, depth: 64, seconds: 60 },
  /**
   * The header, the pickle or the directory of a model's file; the tensors' data are read by what the model needs of
   * them.
   */
  weights: { bytes: 256 * MIB, entries: 2_000_000, depth: 64, seconds: 120 },
  /** One image file and what it is decoded to. */
  image: { bytes: GIB, entries: 10_000, depth: 64, seconds: 30 },
  /** What is known of a folder or of tar shards before samples are read: names, labels, places. */
  dataset: { bytes: 4 * GIB, entries: 50_000_000, depth: 32, seconds: 3_600 },
  /** One answer of a server that is no file to keep: a listing, a configuration. */
  answer: { bytes: 64 * MIB, entries: 1_000_000, depth: 64, seconds: 120 },
} as const satisfies Record<string, ReadingLimits>;

/** Multiplies every limit, for files that are bigger than any known and trusted. */
const SCALE_VARIABLE = 'CLIPLAB_READING_LIMITS';

function limitScale(): number {
  const text = process.env[SCALE_VARIABLE] ?? '';
  if (text.trim() === '') return 1;
  const scale = Number(text);
  if (!(scale > 0 && Number.isFinite(scale)))
    throw new UserError(`${SCALE_VARIABLE} is "${text}": a factor above 0 was expected, such as 4; correct it.`);
  return scale;
}

/** Counts what a reading takes, and ends it where it takes more than it may. */
export interface ReadingBudget {
  readonly limits: ReadingLimits;
  /**
   * Before memory for `count` bytes is asked for.
   * @throws UserError where that, with what was taken before, is above the limit, or `count` is no length at all
   */
  takeBytes(count: number): void;
  /** Bytes that may still be taken. */
  bytesLeft(): number;
  /**
   * Before `count` more entries are kept; also looks at the clock.
   * @throws UserError above the limit of entries or seconds
   */
  takeEntries(count?: number): void;
  /** @throws UserError where `depth` is above the limit */
  checkDepth(depth: number): void;
  /** @throws UserError where the reading has lasted longer than it may */
  checkTime(): void;
}

/**
 * A budget for one reading.
 * @param what names the thing in errors, such as its path
 * @param limits limits in place of those of its kind, where a caller knows better
 * @example
 * const budget = createReadingBudget('shard-000.tar', 'dataset');
 * budget.takeBytes(header.size); // before Buffer.alloc(header.size)
 */
export function createReadingBudget(
  what: string,
  kind: ReadingKind,
  limits: Partial<ReadingLimits> = {},
): ReadingBudget {
  const scale = limitScale();
  const own = { ...READING_LIMITS[kind], ...limits };
  const most: ReadingLimits = {
    bytes: own.bytes * scale,
    entries: own.entries * scale,
    depth: own.depth * scale,
    seconds: own.seconds * scale,
  };
  const start = performance.now();
  let bytes = 0;
  let entries = 0;
  const refuse = (found: string, limit: string): never => {
    throw new UserError(
      `${what} ${found}, where at most ${limit} are read: it is damaged or meant to do harm; ` +
        `if you trust it, set ${SCALE_VARIABLE}=4 to allow four times as much.`,
    );
  };
  const checkTime = (): void => {
    const seconds = (performance.now() - start) / 1000;
    if (seconds > most.seconds) refuse(`has been read for ${Math.floor(seconds)} seconds`, `${most.seconds} seconds`);
  };
  return {
    limits: most,
    takeBytes(count) {
      if (!(Number.isSafeInteger(count) && count >= 0))
        throw new UserError(`${what} claims a length of ${count} bytes: it is damaged; fetch it again.`);
      bytes += count;
      if (bytes > most.bytes) refuse(`asks for ${bytes} bytes`, `${most.bytes} bytes`);
    },
    bytesLeft: () => Math.max(0, Math.floor(most.bytes - bytes)),
    takeEntries(count = 1) {
      if (!(Number.isSafeInteger(count) && count >= 0))
        throw new UserError(`${what} claims ${count} entries: it is damaged; fetch it again.`);
      entries += count;
      if (entries > most.entries) refuse(`has ${entries} entries`, `${most.entries} entries`);
      checkTime();
    },
    checkDepth(depth) {
      if (depth > most.depth) refuse(`nests ${depth} levels deep`, `${most.depth} levels`);
    },
    checkTime,
  };
}
