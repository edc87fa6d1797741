import { requireWhole } from '../io/requireWhole.js';

/** A seeded source of randomness. The only one in the project: it is passed in, never reached for. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, bound). */
  int(bound: number): number;
  /** Standard normal. */
  normal(): number;
  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T extends { [index: number]: unknown; length: number }>(values: T): T;
  /** A new generator that depends only on this one's seed and the label. */
  fork(label: string): Random;
}

/**
 * xoshiro128**, seeded through splitmix32 from any integer. Same seed, same sequence, on every machine.
 * @throws UserError where the seed is no integer
 * @example
 * const random = createRandom(2021);
 * random.int(10); // 0 to 9, the same on every machine
 * random.shuffle(['red', 'green', 'blue']);
 */
export function createRandom(seed: number): Random {
  requireWhole(seed, 'the seed', Number.MIN_SAFE_INTEGER);
  let mix = seed >>> 0;
  const splitmix = (): number => {
    mix = (mix + 0x9e3779b9) | 0;
    let z = mix ^ (mix >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let d = splitmix();
  const next32 = (): number => {
    const x = Math.imul(b, 5);
    const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const random: Random = {
    next: () => next32() / 0x1_0000_0000,
    int: (bound) => Math.floor(random.next() * bound),
    normal: () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next()),
    shuffle(values) {
      for (let i = values.length - 1; i > 0; i--) {
        const j = random.int(i + 1);
        const kept = values[i];
        values[i] = values[j];
        values[j] = kept;
      }
      return values;
    },
    fork(label) {
      let hash = 0x811c9dc5 ^ seed;
      for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193);
      return createRandom(hash);
    },
  };
  return random;
}
