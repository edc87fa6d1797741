import { isLeftBehind } from '../../io/isLeftBehind.js';
import type { TarFile } from './writeTar.js';

/** One sample of a webdataset shard: the files that share a name up to its first dot, by what follows it. */
export interface Sample {
  readonly key: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Groups the files of a shard into samples, as webdataset does: neighbors of one key are one sample. */
export function* readSamples(files: Iterable<TarFile>): Generator<Sample> {
  let key: string | undefined;
  let parts = new Map<string, Uint8Array>();
  for (const { name, data } of files) {
    const part = samplePart(name);
    if (!part) continue;
    const { key: next, extension } = part;
    if (next !== key && key !== undefined) {
      yield { key, files: parts };
      parts = new Map();
    }
    key = next;
    parts.set(extension, data);
  }
  if (key !== undefined) yield { key, files: parts };
}

/**
 * What a file's name in a shard says, by webdataset's rule: the sample it is of, its path up to the first dot of its
 * base name, and what it is of it, what follows that dot. Undefined where there is no dot, or nothing before it, and
 * for what a system has left there, such as `__MACOSX/0.png`.
 */
export function samplePart(name: string): { key: string; extension: string } | undefined {
  if (name.split('/').some((part) => part !== '.' && part !== '..' && isLeftBehind(part))) return undefined;
  const base = name.lastIndexOf('/') + 1;
  const dot = name.indexOf('.', base);
  return dot <= base ? undefined : { key: name.slice(0, dot), extension: name.slice(dot + 1).toLowerCase() };
}
