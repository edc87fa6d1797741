import { describe, expect, it } from 'vitest';
import { createNearIndex, groupNearDuplicates } from '../../../lib/datasets/iconwit/nearDuplicates.js';
import {
  neighborKeys,
  imageSignature,
  signatureDistance,
  signatureKey,
} from '../../../lib/datasets/iconwit/imageSignature.js';
import { renderSvg } from '../../../lib/image/decode/renderSvg.js';
import { createRandom } from '../../../lib/engine/random.js';

async function signatureOf(body: string): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="64" height="64">${body}</svg>`;
  return imageSignature({ height: 64, width: 64, pixels: await renderSvg(svg, 64) });
}

const house = (roof: number): string => `<path d="M3 12L12 ${roof}l9 9v9H3z" fill="#222"/>`;

describe('signatures', () => {
  it('are gray means of 16 x 16 blocks', () => {
    const pixels = new Uint8Array(32 * 32 * 3).fill(255);
    for (let k = 0; k < 2; k++) pixels.fill(0, 3 * 32 * k, 3 * 32 * k + 6);
    const signature = imageSignature({ height: 32, width: 32, pixels });
    expect([signature[0], signature[1], signature[16]]).toEqual([0, 255, 255]);
    expect(signatureDistance(signature, new Uint8Array(256).fill(255))).toBeCloseTo(255 / 256, 12);
  });

  it('have keys of 49 bits, with 49 neighbors at one bit', () => {
    const random = createRandom(1);
    const key = signatureKey(Uint8Array.from({ length: 256 }, () => random.int(256)));
    const neighbors = [...neighborKeys(key)];
    expect(key).toBeLessThan(2 ** 49);
    expect(new Set(neighbors).size).toBe(49);
    for (const other of neighbors) {
      const bits = Math.abs(other - key);
      expect(Number.isInteger(Math.log2(bits))).toBe(true);
    }
  });
});

describe('near-duplicates', () => {
  it('are drawings with a small change, and not other drawings nor faint ones', async () => {
    const [drawn, changed, other] = [
      await signatureOf(house(3)),
      await signatureOf(house(3.3)),
      await signatureOf(house(9)),
    ];
    const faint = await signatureOf('<circle cx="12" cy="12" r="4" fill="#f4f4ff"/>');
    const fainter = await signatureOf('<path d="M9 9h7v7z" fill="#f8fff8"/>');
    expect([...(await groupNearDuplicates([drawn, other, changed, faint, fainter]))]).toEqual([0, 1, 0, 3, 4]);
  });

  it('are found wherever comparing all with all finds a pair whose keys agree', () => {
    const random = createRandom(7);
    const base = Array.from({ length: 20 }, () => Uint8Array.from({ length: 256 }, () => random.int(256)));
    const shifted = base.map((signature) => signature.map((level) => Math.min(255, level + random.int(4))));
    const index = createNearIndex();
    base.forEach((signature, k) => index.add(signature, k));
    shifted.forEach((signature, k) => {
      const agree = base.flatMap((other, n) => {
        const differing = [...neighborKeys(signatureKey(other)), signatureKey(other)].includes(signatureKey(signature));
        return differing && signatureDistance(signature, other) <= 4 ? [n] : [];
      });
      expect(index.find(signature)).toBe(agree[0]);
      if (agree.length > 0) expect(agree[0]).toBe(k);
    });
  });
});
