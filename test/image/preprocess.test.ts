import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../lib/io/userError.js';
import { normalizeBytes } from '../../lib/image/normalizeBytes.js';
import { preprocess } from '../../lib/image/preprocess.js';
import { goldenPath, hasGolden } from '../fixtures/golden.js';
import { expectBytes } from './expectBytes.js';
import { goldenTensors } from './goldenTensors.js';

interface Golden {
  normalize: { mean: [number, number, number]; std: [number, number, number] };
  images: { file: string }[];
  bad_files: { file: string; expected: 'error' | 'ok' | 'either' }[];
}

const fixture = (name: string): Buffer => readFileSync(goldenPath(`preprocess/${name}`));

describe('pictures of every kind, as Pillow transforms them', () => {
  const { size, cases } = JSON.parse(fixture('cases.json').toString()) as { size: number; cases: { file: string }[] };
  const expected = fixture('expected.rgb');
  // AV1 itself is exact; its chroma is spread over the pixels in another way. Measured: 2 levels (4:4:4) and 19 (4:2:0) at most.
  const tolerance = (file: string): number => (file.startsWith('chroma') ? 24 : 0);

  it.each(cases.map(({ file }, k) => [file, k] as const))('%s', async (file, k) => {
    const bytes = size * size * 3;
    expectBytes(
      await preprocess(fixture(file), size, file),
      expected.subarray(k * bytes, (k + 1) * bytes),
      tolerance(file),
    );
  });
});

// Beside the checkout, not in it; what is described is looked through even where it is skipped.
describe.runIf(hasGolden('preprocess/expected.json'))('the reference vectors', () => {
  if (!hasGolden('preprocess/expected.json')) return;
  const golden = JSON.parse(fixture('expected.json').toString()) as Golden;
  const expected = goldenTensors(goldenPath('preprocess/expected_uint8.safetensors'));
  const crops = [...expected].flatMap(([name, pixels]) => {
    const [file = '', size = '224'] = name.split('@');
    // Of 16-bit grey the upper eight bits are taken, where the reference gives white; "#rgb_first" and "#alpha" are other questions.
    if (file === 'gray16.png' || (file.includes('#') && file !== 'gray16.png#high_byte')) return [];
    return [{ file: file.replace('#high_byte', ''), size: Number(size), pixels }];
  });

  it('hold every picture, some at several sizes', () => {
    expect(new Set(crops.map(({ file }) => file))).toEqual(new Set(golden.images.map(({ file }) => file.slice(7))));
    expect(crops.length).toBe(42);
  });

  it.each(crops)(
    '$file at $size pixels is equal to the byte, JPEG and WebP included',
    async ({ file, size, pixels }) => {
      expectBytes(await preprocess(fixture(`images/${file}`), size, file), pixels);
    },
  );

  it('normalised pictures are equal to the bit', async () => {
    const normalized = goldenTensors(goldenPath('preprocess/expected_f32.safetensors'));
    expect(normalized.size).toBe(4);
    for (const [file, bytes] of normalized) {
      const planes = new Float32Array(new Uint8Array(bytes).buffer); // [3, 224, 224]
      const pixels = normalizeBytes(await preprocess(fixture(`images/${file}`), 224), golden.normalize); // [224, 224, 3]
      expect(planes.every((value, k) => value === pixels[3 * (k % 50_176) + Math.floor(k / 50_176)])).toBe(true);
    }
  });

  it.each(golden.bad_files)('$file: $expected', async ({ file, expected: wanted }) => {
    const name = file.slice(4);
    const run = preprocess(fixture(file), 224, name);
    // The reference reads no vector graphics; here they are drawn, this one all black.
    if (name === 'vector.svg') return expectBytes(await run, new Uint8Array(224 * 224 * 3));
    if (wanted === 'error') return expectUserError(run, name);
    const pixels = goldenTensors(goldenPath('preprocess/bad_ok_uint8.safetensors')).get(name);
    if (pixels) expectBytes(await run, pixels);
    else expect((await run).length).toBe(224 * 224 * 3);
  });
});

async function expectUserError(run: Promise<unknown>, name: string): Promise<void> {
  const error: unknown = await run.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  expect((error as Error).message).toMatch(
    new RegExp(`^${name.replace('.', '\\.')} (is|cannot be read as) [^\n]+\\.$`),
  );
}
