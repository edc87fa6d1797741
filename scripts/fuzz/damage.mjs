/** @typedef {import('../../lib/dist/engine/random.js').Random} Random */

/** @template T @param {Random} random @param {readonly T[]} list @returns {T} */
export const pick = (random, list) => /** @type {T} */ (list[random.int(list.length)]);

/** Lengths and counts that readers trip over. */
const NUMBERS = [0, 1, -1, 255, 2 ** 15, 2 ** 16 - 1, 2 ** 24, 2 ** 31 - 1, -(2 ** 31), 2 ** 32 - 1];
const VALUES = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 31,
  2 ** 53,
  '',
  'x',
  '__proto__',
  '\ud800',
  [],
  {},
  [[[[]]]],
  'NaN',
];

/** @param {Random} random @param {Buffer} bytes @param {Buffer} other another sound file, to splice with */
function once(random, bytes, other) {
  const at = random.int(bytes.length + 1);
  const length = 1 + random.int(random.int(4) === 0 ? 4096 : 16);
  switch (random.int(8)) {
    case 0: {
      const flipped = Buffer.from(bytes);
      if (at < flipped.length) flipped[at] = Number(flipped[at]) ^ (1 << random.int(8));
      return flipped;
    }
    case 1:
      return bytes.subarray(0, at);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 3: {
      const noise = Buffer.from(Array.from({ length }, () => random.int(256)));
      return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
    }
    case 4:
      return Buffer.concat([bytes.subarray(0, at), other.subarray(random.int(other.length + 1))]);
    case 5:
      return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
    default: {
      // A field of a length, either way round.
      const changed = Buffer.from(bytes);
      const value = pick(random, NUMBERS);
      const place = random.int(Math.min(changed.length, random.int(2) ? 64 : changed.length) + 1);
      const wide = random.int(2) === 0;
      if (place + (wide ? 4 : 2) > changed.length) return changed;
      if (wide && random.int(2)) changed.writeUInt32LE(value >>> 0, place);
      else if (wide) changed.writeUInt32BE(value >>> 0, place);
      else if (random.int(2)) changed.writeUInt16LE(value & 0xffff, place);
      else changed.writeUInt16BE(value & 0xffff, place);
      return changed;
    }
  }
}

/**
 * A file with bytes flipped, cut out, put in, repeated, spliced with those of another, or numbers in the place of its
 * lengths.
 * @param {Random} random @param {Buffer} bytes @param {Buffer} [other]
 */
export function damage(random, bytes, other = bytes) {
  let changed = bytes;
  for (let times = random.int(4) + 1; times > 0; times--) changed = once(random, changed, other);
  return changed;
}

/**
 * A value of JSON with one value somewhere in it changed, or a key.
 * @param {Random} random
 * @param {any} json
 * @returns {any}
 */
export function damageJson(random, json) {
  if (typeof json !== 'object' || json === null || random.int(12) === 0) return pick(random, VALUES);
  const keys = Object.keys(json);
  const key = keys.length > 0 ? pick(random, keys) : '0';
  const copy = Array.isArray(json) ? [...json] : { ...json };
  switch (random.int(10)) {
    case 0:
      delete copy[key];
      return copy;
    case 1:
      copy[pick(random, ['constructor', 'toString', '0', ''])] = pick(random, VALUES);
      return copy;
    default:
      copy[key] = damageJson(random, copy[key]);
      return copy;
  }
}

/** A text file, its JSON damaged where it has any, else its bytes. @param {Random} random @param {Buffer} bytes */
export function damageText(random, bytes) {
  if (random.int(4) > 0) {
    try {
      return Buffer.from(JSON.stringify(damageJson(random, JSON.parse(bytes.toString('utf8')))) ?? '');
    } catch {
      // No JSON.
    }
  }
  return damage(random, bytes);
}
