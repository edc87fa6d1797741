import { parseJson } from '../io/parseJson.js';
import { UserError } from '../io/userError.js';
import { DTYPE_BYTES } from './dtypes.js';
import { shownName } from '../hub/shownName.js';
import type { WeightsFile } from './weightsFile.js';

/** One tensor's entry in a safetensors header; offsets are bytes after the header. */
export interface SafetensorsEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly entries: ReadonlyMap<string, SafetensorsEntry>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the first tensor's bytes begin. */
  readonly dataStart: number;
}

/**
 * Room for some 100,000 tensors. The format allows six times as much, which no network needs and parsing would blow up.
 */
const MAX_HEADER_BYTES = 2 ** 24;

/**
 * Reads and checks a safetensors header: every length is checked before anything of that length is read.
 * @throws UserError naming the file and what is wrong
 */
export function readSafetensorsHeader(file: WeightsFile): SafetensorsHeader {
  const refuse = (what: string): never => {
    throw new UserError(`${file.path} is not a sound safetensors file: ${what}; download or save it again.`);
  };
  if (file.size < 8) refuse(`it has ${file.size} bytes, fewer than the 8 of the header's length`);
  const length = Number(new DataView(file.read(0, 8).buffer).getBigUint64(0, true));
  const dataStart = 8 + length;
  if (length > MAX_HEADER_BYTES || dataStart > file.size)
    refuse(`its header claims ${length} bytes where the file has ${file.size}`);
  const json = parseJson(file.read(8, length), `the header of ${file.path}`, 'weights');
  if (typeof json !== 'object' || json === null || Array.isArray(json)) refuse('its header is not an object');
  const entries = new Map<string, SafetensorsEntry>();
  let metadata: Record<string, string> = {};
  for (const [key, value] of Object.entries(json as Record<string, unknown>)) {
    if (key === '__metadata__') {
      if (typeof value !== 'object' || value === null || Object.values(value).some((text) => typeof text !== 'string'))
        refuse('its metadata are not texts by name');
      metadata = value as Record<string, string>;
      continue;
    }
    const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>;
    const bytes = typeof dtype === 'string' && Object.hasOwn(DTYPE_BYTES, dtype) ? DTYPE_BYTES[dtype] : undefined;
    const isCount = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;
    if (bytes === undefined) refuse(`tensor ${shownName(key)} has the unknown dtype ${JSON.stringify(dtype)}`);
    if (!Array.isArray(shape) || !shape.every(isCount))
      refuse(`tensor ${shownName(key)} has the shape ${JSON.stringify(shape)}`);
    if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
      refuse(`tensor ${shownName(key)} has the offsets ${JSON.stringify(offsets)}`);
    const [begin, end] = offsets as [number, number];
    const size = (shape as number[]).reduce((product, side) => product * side, bytes!);
    if (end - begin !== size || dataStart + end > file.size)
      refuse(`tensor ${shownName(key)} claims bytes ${begin} to ${end} for ${size} bytes of ${file.size - dataStart}`);
    entries.set(key, { dtype: dtype as string, shape: shape as number[], begin, end });
  }
  let expected = 0;
  for (const [key, entry] of [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin !== expected) refuse(`tensor ${shownName(key)} overlaps another or leaves a gap`);
    expected = entry.end;
  }
  if (dataStart + expected !== file.size) refuse(`${file.size - dataStart - expected} bytes belong to no tensor`);
  return { entries, metadata, dataStart };
}
