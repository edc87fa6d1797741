import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../lib/io/userError.js';
import { toFloat32 } from '../../lib/weights/dtypes.js';
import { openStoredTensors } from '../../lib/weights/openStoredTensors.js';
import type { StoredTensor } from '../../lib/weights/storedTensors.js';
import { goldenPath } from '../fixtures/golden.js';

interface Expected {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly (number | boolean | string)[];
}
interface Formats {
  readonly files: {
    readonly 'dtypes.safetensors': {
      readonly metadata: Record<string, string>;
      readonly tensors: Record<string, Expected>;
    };
    readonly 'zip.pt and legacy.pt': {
      readonly scalars: Record<string, unknown>;
      readonly state_dict: Record<string, Expected>;
    };
  };
}

/** The stored values, exact, by a decoder that knows nothing of ours. */
function exactValues({ dtype, bytes }: StoredTensor): number[] {
  const data = bytes();
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const half = (bits: number): number => {
    const magnitude = bits & 0x7fff;
    const sign = bits >> 15 ? -1 : 1;
    if (magnitude >= 0x7c00) return magnitude > 0x7c00 ? NaN : sign * Infinity;
    if (magnitude < 0x400) return (sign * magnitude) / 2 ** 24;
    return sign * ((magnitude & 0x3ff) + 1024) * 2 ** ((magnitude >> 10) - 25);
  };
  const decoders: Record<string, [number, (at: number) => number]> = {
    F64: [8, (at) => view.getFloat64(at, true)],
    F32: [4, (at) => view.getFloat32(at, true)],
    F16: [2, (at) => half(view.getUint16(at, true))],
    BF16: [2, (at) => new Float32Array(Uint32Array.of(view.getUint16(at, true) << 16).buffer)[0]!],
    I64: [8, (at) => Number(view.getBigInt64(at, true))],
    I32: [4, (at) => view.getInt32(at, true)],
    I16: [2, (at) => view.getInt16(at, true)],
    I8: [1, (at) => view.getInt8(at)],
    U8: [1, (at) => view.getUint8(at)],
    BOOL: [1, (at) => view.getUint8(at)],
  };
  const [size, decode] = decoders[dtype]!;
  return Array.from({ length: data.length / size }, (_, k) => decode(k * size));
}

const numbers = (values: Expected['values']): number[] => values.map(Number);

function expectStored(actual: StoredTensor | undefined, { shape, values }: Expected, name: string): void {
  expect(actual?.shape, name).toEqual(shape);
  expect(exactValues(actual!), name).toEqual(numbers(values));
  const bytes = actual!.bytes();
  expect([...toFloat32(actual!.dtype, bytes, () => name)], `${name} as float32`).toEqual(
    numbers(values).map(Math.fround),
  );
}

describe('containers written elsewhere', () => {
  const { files } = JSON.parse(readFileSync(goldenPath('formats/expected.json'), 'utf8')) as Formats;

  it('every dtype of a safetensors file, exactly', () => {
    const { tensors, metadata } = files['dtypes.safetensors'];
    const file = openStoredTensors(goldenPath('formats/dtypes.safetensors'));
    expect(file.metadata).toEqual(metadata);
    expect([...file.tensors.keys()].sort()).toEqual(Object.keys(tensors).sort());
    for (const [name, expected] of Object.entries(tensors)) expectStored(file.tensors.get(name), expected, name);
    file.close();
  });

  it('every dtype, view and shared storage of a torch.save archive, exactly', () => {
    const { scalars, state_dict } = files['zip.pt and legacy.pt'];
    const file = openStoredTensors(goldenPath('formats/zip.pt'));
    expect(file.kind).toBe('training-checkpoint');
    expect(file.metadata).toMatchObject({ epoch: String(scalars['epoch']), name: scalars['name'] });
    expect([...file.tensors.keys()].sort()).toEqual(Object.keys(state_dict).sort());
    for (const [name, expected] of Object.entries(state_dict)) expectStored(file.tensors.get(name), expected, name);
    file.close();
  });

  it('the format of PyTorch before 1.6 is named, with its remedy', () => {
    expect(() => openStoredTensors(goldenPath('formats/legacy.pt'))).toThrow(
      /legacy\.pt was saved by PyTorch before 1\.6.*load and save it with a current torch/,
    );
  });

  it('damaged files are refused by name', () => {
    const bad = readdirSync(goldenPath('formats/bad'));
    expect(bad.length).toBeGreaterThan(15);
    for (const name of bad) {
      const open = (): unknown => openStoredTensors(goldenPath(`formats/bad/${name}`));
      expect(open, name).toThrow(UserError);
      expect(open, name).toThrow(name);
    }
  });

  it('a pickle that would run a command is refused, with the name of what it would have called', () => {
    expect(() => openStoredTensors(goldenPath('formats/bad/malicious_reduce.pt'))).toThrow(
      /malicious_reduce\.pt is refused: its pickle has the name posix\.system/,
    );
  });
});
