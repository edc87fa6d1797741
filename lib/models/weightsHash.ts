import { createHash } from 'node:crypto';
import type { Clip } from './clip.js';

/** Which of a model's parameters: all, or those of its image tower. */
type WeightsPart = 'all' | 'image';

/** Hashes that were worked out, with the memory that held the weights then: an assignment puts others in its place. */
const known = new WeakMap<
  Clip,
  Partial<Record<WeightsPart, { readonly held: readonly object[]; readonly hash: string }>>
>();

/** SHA-256 of a model's parameters, names, shapes and values; it is worked out again only when they have changed. */
export function weightsHash(model: Clip, part: WeightsPart = 'all'): string {
  const { parameters } = model;
  const specs = parameters.specs.filter(({ name }) => part === 'all' || name.startsWith('visual.'));
  const held = specs.map(({ name }) => parameters.get(name).dataId);
  const hashes = known.get(model) ?? {};
  const found = hashes[part];
  if (found?.held.every((id, k) => id === held[k])) return found.hash;
  const made = createHash('sha256');
  for (const { name, shape } of specs) {
    const values = parameters.get(name).dataSync<'float32'>();
    made.update(`${name} ${shape.join('x')}\n`);
    made.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  const hash = made.digest('hex');
  known.set(model, { ...hashes, [part]: { held, hash } });
  return hash;
}
