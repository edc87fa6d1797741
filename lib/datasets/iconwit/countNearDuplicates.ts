import { open, type FileHandle } from 'node:fs/promises';
import { decodeRgb } from '../../image/decode/decodeRgb.js';
import { breathe } from '../../io/interruption.js';
import { startProgress } from '../../io/progress.js';
import type { Candidate } from './candidates.js';
import { createNearIndex, groupNearDuplicates } from './nearDuplicates.js';
import { imageSignature } from './imageSignature.js';
import { packPath } from './renderSets.js';

/** What nearly the same images there are. They stay in: the paper keeps them, and measures what they do (sec 5). */
export interface NearDuplicates {
  /** Ids of training images that look alike, a group each, first the one that the others are near to. */
  readonly groups: readonly (readonly string[])[];
  /** Held-out image -> a training image that looks like it. */
  readonly heldOut: Readonly<Record<string, string>>;
}

/** Compares the chosen training images with each other and the held-out ones with them, from the rendered packs. */
export async function countNearDuplicates(
  train: readonly Candidate[],
  heldOut: readonly Candidate[],
  rendered: string,
): Promise<NearDuplicates> {
  const signatures = await readSignatures([...train, ...heldOut], rendered);
  const trained = signatures.slice(0, train.length);
  const groups = new Map<number, string[]>();
  (await groupNearDuplicates(trained)).forEach((first, k) => {
    const group = groups.get(first);
    if (group) group.push(train[k]!.id);
    else groups.set(first, [train[k]!.id]);
  });
  const index = createNearIndex();
  for (const first of groups.keys()) index.add(trained[first]!, first);
  const near: [string, string][] = [];
  for (const [k, { id }] of heldOut.entries()) {
    const number = index.find(signatures[train.length + k]!);
    if (number !== undefined) near.push([id, train[number]!.id]);
    if (k % 500 === 0) await breathe();
  }
  return { groups: [...groups.values()].filter(({ length }) => length > 1), heldOut: Object.fromEntries(near) };
}

async function readSignatures(candidates: readonly Candidate[], rendered: string): Promise<Uint8Array[]> {
  const progress = startProgress('comparing', 'images', candidates.length);
  const packs = new Map<string, FileHandle>();
  const signatures: Uint8Array[] = [];
  try {
    for (const { set, offset, bytes } of candidates) {
      let pack = packs.get(set.prefix);
      if (!pack) packs.set(set.prefix, (pack = await open(packPath(rendered, set.prefix))));
      const png = Buffer.alloc(bytes);
      await pack.read(png, 0, bytes, offset);
      signatures.push(imageSignature(await decodeRgb(png)));
      progress.advance();
      if (signatures.length % 1000 === 0) await breathe();
    }
    progress.finish();
    return signatures;
  } finally {
    for (const pack of packs.values()) await pack.close();
  }
}
