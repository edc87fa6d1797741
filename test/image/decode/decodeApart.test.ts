import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { decodeApart } from '../../../lib/image/decode/decodeApart.js';
import { decodeBatches } from '../../../lib/image/decode/decodeBatches.js';
import { decodeImage } from '../../../lib/image/decode/decodeImage.js';
import { compiledScript } from '../../../lib/io/processPool.js';

const svg = (size: number, inside: string): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">${inside}</svg>`);
const RED = '<rect width="100%" height="100%" fill="#f00"/>';
const filtered = (steps: string): string =>
  `<filter id="f" x="0" y="0" width="1" height="1">${steps}</filter><rect width="100%" height="100%" filter="url(#f)"/>`;
/** Minutes of work in a few hundred bytes. */
const HANG = svg(
  12_000,
  filtered('<feTurbulence baseFrequency="0.01" numOctaves="9"/><feMorphology radius="500"/>'.repeat(9)),
);
const sound = svg(8, RED);

afterEach(() => vi.unstubAllEnvs());

describe('an image that runs away', () => {
  it('is ended after its time; the batch goes on, counts it, and the next ones are drawn', async () => {
    await decodeImage(sound); // The process starts in its own time.
    vi.stubEnv('CLIPLAB_READING_LIMITS', '0.05');
    const sources = [sound, HANG, sound].map((bytes, k) => ({ name: `${k}.svg`, read: () => Promise.resolve(bytes) }));
    const start = performance.now();
    for await (const { indices, skipped } of decodeBatches(sources, { size: 8, batchSize: 3, maxSkippedShare: 0.5 })) {
      expect(indices).toEqual([0, 2]);
      expect(skipped).toEqual([
        {
          index: 1,
          reason:
            '1.svg cannot be read as an SVG file (decoding it takes longer than 1.5 seconds); fetch or save it again.',
        },
      ]);
    }
    expect(performance.now() - start).toBeLessThan(60_000);
    vi.unstubAllEnvs();
    expect([...(await decodeImage(sound)).samples.subarray(0, 3)]).toEqual([255, 0, 0]);
  });

  it('is ended where it takes too much memory', async () => {
    const wide = svg(4000, filtered('<feFlood/><feOffset dx="1"/>'.repeat(60) + '<feGaussianBlur stdDeviation="9"/>'));
    const limits = { bytes: 1 << 20, entries: 1, depth: 1, seconds: 30 };
    await expect(decodeApart('SVG', wide, 1, limits)).rejects.toThrow('decoding it takes more memory than 1 MiB');
    expect((await decodeApart('SVG', sound, 1, limits)).width).toBe(8);
  });
});

it('says what is wrong with a file as the same decoder in this process would', async () => {
  await expect(decodeImage(Buffer.from('<svg xmlns="'), { name: 'a.svg' })).rejects.toThrow(
    /^a\.svg cannot be read as an SVG file \(.+\); fetch or save it again\.$/,
  );
});

it('keeps no program from ending', () => {
  const url = new URL(`file://${compiledScript('image/decode/decodeImage')}`);
  const program = `
    const { decodeImage } = await import(${JSON.stringify(url.href)});
    process.stdout.write(String((await decodeImage(Buffer.from(${JSON.stringify(String(sound))}))).width));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], { timeout: 300_000 });
  expect(String(output)).toBe('8');
});
