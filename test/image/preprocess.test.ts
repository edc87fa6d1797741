import { readFileSync, readdirSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../lib/io/userError.js';
import { normalizeBytes } from '../../lib/image/normalizeBytes.js';
import { preprocess } from '../../lib/image/preprocess.js';
import { goldenPath } from '../fixtures/golden.js';
import { expectBytes } from './decode/expectBytes.js';
import { goldenTensors } from './goldenTensors.js';

interface Golden {
  normalize: { mean: [number, number, number]; std: [number, number, number] };
  images: { file: string }[];
  bad_files: { file: string; expected: 'error' | 'ok' | 'either' }[];
}

const fixture = (name: string): Buffer => readFileSync(goldenPath(`preprocess/${name}`));

describe('images of every kind, as Pillow transforms them', () => {
  const { size, cases } = JSON.parse(fixture('cases.json').toString()) as { size: number; cases: { file: string }[] };
  const expected = fixture('expected.rgb');
  // AV1 itself is exact; its chroma is spread over the pixels in another way. Measured: 2 levels (4:4:4) and 19 (4:2:0)
  // at most.
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

/** What the reference made of an image, kept as lossless WebP. */
const reference = (name: string): Promise<Buffer> =>
  sharp(fixture(`openai/expected/${name}.webp`))
    .raw()
    .toBuffer();

describe('the reference vectors', () => {
  const golden = JSON.parse(fixture('openai/expected.json').toString()) as Golden;
  const crops = readdirSync(goldenPath('preprocess/openai/expected'))
    .filter((name) => name.endsWith('.webp'))
    .map((name) => {
      const crop = name.slice(0, -'.webp'.length);
      const [file = '', size = '224'] = crop.split('@');
      return { crop, file: file.replace('#high_byte', ''), size: Number(size) };
    })
    // Of 16-bit gray the upper eight bits are taken, where the reference gives white.
    .filter(({ crop }) => crop !== 'gray16.png');

  it('hold every image, some at several sizes', () => {
    expect(new Set(crops.map(({ file }) => file))).toEqual(new Set(golden.images.map(({ file }) => file.slice(7))));
    expect(crops.length).toBe(41);
  });

  it.each(crops)('$file at $size pixels is equal to the byte, JPEG and WebP included', async ({ crop, file, size }) => {
    expectBytes(await preprocess(fixture(`openai/images/${file}`), size, file), await reference(crop));
  });

  it('normalized images are equal to the bit', async () => {
    const normalized = goldenTensors(goldenPath('preprocess/openai/expected_f32.safetensors'));
    expect(normalized.size).toBe(4);
    for (const [file, bytes] of normalized) {
      const planes = new Float32Array(new Uint8Array(bytes).buffer); // [3, 224, 224]
      const pixels = normalizeBytes(await preprocess(fixture(`openai/images/${file}`), 224), golden.normalize); // [224, 224, 3]
      expect(planes.every((value, k) => value === pixels[3 * (k % 50_176) + Math.floor(k / 50_176)])).toBe(true);
    }
  });

  it.each(golden.bad_files)('$file: $expected', async ({ file, expected: wanted }) => {
    const name = file.slice(4);
    const run = preprocess(fixture(`openai/${file}`), 224, name);
    // The reference reads no vector graphics; here they are drawn, this one all black.
    if (name === 'vector.svg') return expectBytes(await run, new Uint8Array(224 * 224 * 3));
    if (wanted === 'error') return expectUserError(run, name);
    // As the reference reads it, where it reads it.
    if (wanted === 'ok') expectBytes(await run, await reference(`bad/${name}`));
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
