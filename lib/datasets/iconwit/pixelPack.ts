import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { sha256 } from '../../io/sha256.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import type { PairSet } from './pairSet.js';

interface PackIndex {
  readonly key: string;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly pixelsSha256: string;
  readonly skipped: number;
  readonly captions: PairSet['captions'];
  readonly sets: PairSet['sets'];
  readonly categories: PairSet['categories'];
  readonly ids: PairSet['ids'];
}

/** Bytes read at a time: one read of a file may not pass 2 GB. */
const CHUNK_BYTES = 1 << 28;

/** Keeps a decoded split: `<path>.u8` holds the pixels, `<path>.json` the rest with the pixels' hash. */
export async function writePixelPack(
  path: string,
  { images, captions, sets, categories, ids, skipped, hash }: PairSet,
): Promise<void> {
  const { count, height, width, pixels } = images;
  const pixelsSha256 = hashPixels(pixels);
  const index: PackIndex = { key: hash, count, height, width, pixelsSha256, skipped, captions, sets, categories, ids };
  await writeFileAtomic(`${path}.u8`, pixels);
  const text = JSON.stringify(index);
  await writeFileAtomic(`${path}.json`, `${sha256(text)}\n${text}`);
}

/** The kept split, or undefined where there is none, it has another key, or a byte of it has changed. */
export async function readPixelPack(path: string, key: string): Promise<PairSet | undefined> {
  const index = await readIndex(`${path}.json`);
  if (index?.key !== key) return undefined;
  const { count, height, width, pixelsSha256, captions, sets, categories, ids, skipped } = index;
  const pixels = await readPixels(`${path}.u8`, count * height * width * 3);
  if (!pixels || hashPixels(pixels) !== pixelsSha256) return undefined;
  return { images: { count, height, width, pixels }, captions, sets, categories, ids, skipped, hash: key };
}

async function readIndex(path: string): Promise<PackIndex | undefined> {
  try {
    const [hash, text] = (await readFile(path, 'utf8')).split('\n', 2) as [string, string];
    return sha256(text) === hash ? (JSON.parse(text) as PackIndex) : undefined;
  } catch {
    return undefined;
  }
}

async function readPixels(path: string, bytes: number): Promise<Uint8Array | undefined> {
  const file = await open(path).catch(() => undefined);
  if (!file) return undefined;
  try {
    if ((await file.stat()).size !== bytes) return undefined;
    const pixels = new Uint8Array(bytes);
    for (let at = 0; at < bytes;) {
      const { bytesRead } = await file.read(pixels, at, Math.min(CHUNK_BYTES, bytes - at), at);
      if (bytesRead === 0) return undefined;
      at += bytesRead;
    }
    return pixels;
  } finally {
    await file.close();
  }
}

function hashPixels(pixels: Uint8Array): string {
  const hash = createHash('sha256');
  for (let at = 0; at < pixels.length; at += CHUNK_BYTES) hash.update(pixels.subarray(at, at + CHUNK_BYTES));
  return hash.digest('hex');
}
