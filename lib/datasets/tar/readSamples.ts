import type { TarFile } from './writeTar.js';

/** One sample of a webdataset shard: the files that share a name up to its first dot, by what follows it. */
export interface Sample {
  readonly key: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Groups the files of a shard into samples, as webdataset does: neighbours of one key are one sample. */
export function* readSamples(files: Iterable<TarFile>): Generator<Sample> {
  let key: string | undefined;
  let parts = new Map<string, Uint8Array>();
  for (const { name, data } of files) {
    const slash = name.lastIndexOf('/') + 1;
    const dot = name.indexOf('.', slash);
    if (dot < 0) continue;
    const next = name.slice(0, dot);
    if (next !== key && key !== undefined) {
      yield { key, files: parts };
      parts = new Map();
    }
    key = next;
    parts.set(name.slice(dot + 1).toLowerCase(), data);
  }
  if (key !== undefined) yield { key, files: parts };
}
