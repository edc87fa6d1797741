import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../lib/io/userError.js';
import { preprocess } from '../../lib/image/preprocess.js';

const SIZE = 16;
/**
 * No image here has more than a few thousand pixels; damage may enlarge what a header claims, within the limit on
 * pixels.
 */
const SLOWEST_MS = 60_000;

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><path d="M1 2l9 9h5z" fill="#f00"/></svg>';
const entities = '<!DOCTYPE svg [<!ENTITY c "#f00">]><!-- a -->' + svg.replace('#f00', '&c;');
const files = new Map<string, Buffer[]>([
  ['svg', [Buffer.from(svg), Buffer.from(entities), Buffer.from(`\ufeff${entities}`, 'utf16le')]],
]);
for (const entry of readdirSync(join(__dirname, '..', 'fixtures', 'preprocess'), { withFileTypes: true })) {
  const { name } = entry;
  const format = name.split('.').at(-1)!;
  if (entry.isDirectory() || ['json', 'md', 'py', 'rgb'].includes(format)) continue;
  files.set(format, [
    ...(files.get(format) ?? []),
    readFileSync(join(__dirname, '..', 'fixtures', 'preprocess', name)),
  ]);
}

/** Ways in which files are damaged: bytes changed, parts lost, doubled, swapped for noise, cut off, or grown. */
interface Damage {
  readonly kind: 'set' | 'remove' | 'repeat' | 'noise' | 'cut' | 'grow';
  /** 0..1 of the file; headers are hit more often. */
  readonly place: number;
  readonly bytes: Uint8Array;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('set', 'set', 'remove', 'repeat', 'noise', 'cut', 'grow'),
  place: fc.double({ min: 0, max: 1, noNaN: true }).map((place) => place ** 3),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 12 }),
    fc.constantFrom(
      Uint8Array.of(0, 0, 0, 0),
      Uint8Array.of(255, 255, 255, 255),
      Uint8Array.of(0x7f, 0xff, 0xff, 0xff),
    ),
  ),
});

function damaged(file: Buffer, { kind, place, bytes }: Damage): Buffer {
  const at = Math.floor(place * (file.length - 1));
  const [before, after] = [file.subarray(0, at), file.subarray(at)];
  if (kind === 'cut') return before;
  if (kind === 'grow') return Buffer.concat([before, bytes, after]);
  if (kind === 'remove') return Buffer.concat([before, after.subarray(bytes.length)]);
  if (kind === 'repeat') return Buffer.concat([before, after.subarray(0, 40), after]);
  const over = kind === 'set' ? bytes.subarray(0, 1 + (bytes[0]! % 4)) : bytes;
  return Buffer.concat([before, over, after.subarray(over.length)]);
}

async function check(bytes: Uint8Array): Promise<void> {
  const start = performance.now();
  const result: unknown = await preprocess(bytes, SIZE, 'fuzzed').catch((error: unknown) => error);
  expect(performance.now() - start).toBeLessThan(SLOWEST_MS);
  if (result instanceof Uint8Array) expect(result.length).toBe(SIZE * SIZE * 3);
  else {
    expect(result).toBeInstanceOf(UserError);
    expect((result as Error).message).toMatch(/^fuzzed [^\n]+\.$/);
  }
}

describe('a damaged image gives one clear error or an image', () => {
  it.each([...files.keys()])('%s', async (format) => {
    const file = fc.constantFrom(...files.get(format)!);
    await fc.assert(
      fc.asyncProperty(file, fc.array(damage, { minLength: 1, maxLength: 3 }), async (bytes, damages) => {
        await check(damages.reduce(damaged, bytes));
      }),
      { numRuns: 150 },
    );
  });

  it('one in another, or one behind another', async () => {
    const any = fc.constantFrom(...[...files.values()].flat());
    await fc.assert(
      fc.asyncProperty(any, any, fc.double({ min: 0, max: 1, noNaN: true }), async (outer, inner, place) => {
        const at = Math.floor(place * outer.length);
        await check(Buffer.concat([outer.subarray(0, at), inner, outer.subarray(at)]));
      }),
      { numRuns: 100 },
    );
  });

  it('every bit of a small file turned over', async () => {
    for (const all of files.values()) {
      const file = all.reduce((a, b) => (b.length < a.length ? b : a));
      // Headers whole; of the rest some.
      const bits = Array.from({ length: 60 }, (_, k) => (k < 40 ? k * 5 : Math.floor((k / 60) * 8 * file.length)));
      await Promise.all(
        bits.map(async (bit) => {
          const turned = Buffer.from(file);
          turned[(bit >> 3) % file.length]! ^= 1 << (bit & 7);
          await check(turned);
        }),
      );
    }
  });

  it('bytes without any sense behind the signature of each format', async () => {
    const starts = [...files.values()].map(([file]) => file!.subarray(0, 12));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 300 }), async (start, rest) => {
        await check(Buffer.concat([start, rest]));
      }),
      { numRuns: 200 },
    );
  });
});
