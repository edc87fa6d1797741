import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { sizeOf } from '../../lib/models/namedTensors.js';
import { UserError } from '../../lib/io/userError.js';
import { float16ToFloat32, float32ToFloat16 } from '../../lib/weights/float16.js';
import { readSafetensors } from '../../lib/weights/readSafetensors.js';
import { encodeSafetensors, writeSafetensors } from '../../lib/weights/writeSafetensors.js';
import { goldenPath } from '../fixtures/golden.js';

const whole = (...args: Parameters<typeof encodeSafetensors>): Buffer => Buffer.concat([...encodeSafetensors(...args)]);
const folder = await mkdtemp(join(tmpdir(), 'cliplab safetensors '));

describe('float16', () => {
  it('every half survives the round trip', () => {
    const all = Uint16Array.from({ length: 65_536 }, (_, k) => k).filter(
      (h) => (h & 0x7c00) !== 0x7c00 || !(h & 0x3ff),
    );
    expect([...float32ToFloat16(float16ToFloat32(all))]).toEqual([...all]);
  });

  it('rounds to the nearest half, ties to even, and overflows to infinity', () => {
    const back = (x: number): number => float16ToFloat32(float32ToFloat16(Float32Array.of(x)))[0]!;
    expect(back(1 + 2 ** -11)).toBe(1); // halfway between 1 and 1 + 2^-10
    expect(back(1 + 3 * 2 ** -11)).toBe(1 + 2 ** -9);
    expect(back(65_519)).toBe(65_504);
    expect(back(65_520)).toBe(Infinity);
    expect(back(-1e9)).toBe(-Infinity);
    expect(back(NaN)).toBeNaN();
    expect(back(2 ** -25)).toBe(0);
    expect(back(3 * 2 ** -26)).toBe(2 ** -24);
  });
});

describe('safetensors', () => {
  it('gives back what was written, exactly in F32 and rounded in F16', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.string({ minLength: 1 }),
          fc.array(fc.float({ noNaN: true, min: -65504, max: 65504 }), { maxLength: 7 }),
          {
            maxKeys: 5,
          },
        ),
        async (values) => {
          delete values['__metadata__'];
          const tensors = new Map(
            Object.entries(values).map(([name, data]) => [
              name,
              { shape: [data.length], data: Float32Array.from(data) },
            ]),
          );
          const path = join(folder, 'round.safetensors');
          await writeSafetensors(path, tensors, 'F32');
          expect(await readSafetensors(path)).toEqual(tensors);
          await writeSafetensors(path, tensors, 'F16');
          for (const [name, { data }] of await readSafetensors(path))
            expect(data).toEqual(float16ToFloat32(float32ToFloat16(tensors.get(name)!.data)));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('refuses every truncation with a sentence that names the file', async () => {
    const bytes = whole(new Map([['w', { shape: [3], data: Float32Array.of(1, 2, 3) }]]), 'F32');
    const path = join(folder, 'cut.safetensors');
    for (let length = 0; length < bytes.length; length++) {
      await writeFile(path, bytes.subarray(0, length));
      await expect(readSafetensors(path), `${length} bytes`).rejects.toThrow(UserError);
    }
    await expect(readSafetensors(path)).rejects.toThrow('cut.safetensors is not a sound safetensors file');
  });

  it('survives any bytes: tensors within the file or a clear error, never a crash or a large allocation', async () => {
    const sound = whole(new Map([['w', { shape: [2], data: Float32Array.of(1, 2) }]]), 'F32');
    const path = join(folder, 'damaged.safetensors');
    await fc.assert(
      fc.asyncProperty(fc.nat(sound.length - 1), fc.nat(255), async (at, value) => {
        const damaged = Uint8Array.from(sound);
        damaged[at] = value;
        await writeFile(path, damaged);
        try {
          for (const { shape, data } of (await readSafetensors(path)).values())
            expect(data).toHaveLength(sizeOf(shape));
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('refuses weights that F16 would turn into infinity', async () => {
    const tensors = new Map([['w', { shape: [2], data: Float32Array.of(1, 65_520) }]]);
    const path = join(folder, 'large.safetensors');
    await expect(writeSafetensors(path, tensors, 'F16')).rejects.toThrow(/w holds 65520, which F16 cannot/);
    expect(existsSync(path)).toBe(false);
  });

  it('names a missing file and its remedy', async () => {
    await expect(readSafetensors(join(folder, 'none'))).rejects.toThrow(/cannot read .*none: ENOENT/);
  });
});

describe('safetensors written elsewhere', () => {
  it.each(['models/openai_resnet_tiny/model.safetensors', 'models/hf_gelu_tiny/model.safetensors'])(
    '%s opens',
    async (path) => {
      const tensors = await readSafetensors(goldenPath(path));
      expect(tensors.size).toBeGreaterThan(30);
    },
  );
});
