import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTorchArchive } from '../../../lib/weights/torch/openTorchArchive.js';
import { MEAN_NAMES, WRAPPER_NAMES } from '../../../lib/weights/wrapperNames.js';
import {
  pickledDict,
  pickledModule,
  pickledTensor,
  torchArchive,
  zipArchive,
  type PickledView,
  type ZipOptions,
} from '../../fixtures/torchArchive.js';

const path = join(await mkdtemp(join(tmpdir(), 'cliplab archive ')), 'some.pt');
const floats = Float32Array.of(1, 2, 3, 4, 5, 6);
const bytes = new Uint8Array(floats.buffer);
const matrix = { count: 6, shape: [2, 3], strides: [3, 1] };
const tensor = pickledTensor(matrix);

/** Its tensors' values by name. */
async function open(archive: Buffer): Promise<{ kind: string; values: Record<string, readonly number[]> }> {
  await writeFile(path, archive);
  const file = openTorchArchive(path);
  try {
    const values = [...file.tensors].map(
      ([name, stored]) => [name, [...new Float32Array(stored.bytes().buffer)]] as const,
    );
    return { kind: file.kind, values: Object.fromEntries(values) };
  } finally {
    file.close();
  }
}

describe('a zip archive', () => {
  const save = (options: ZipOptions): Buffer => torchArchive(pickledDict({ w: tensor }), { 0: bytes }, options);

  it.each([false, true])('opens (64-bit sizes: %s)', async (zip64) => {
    expect((await open(save({ zip64 }))).values).toEqual({ w: [...floats] });
  });

  it('is refused where the data of a tensor do not have their checksum; one that was never made is not missed', async () => {
    await expect(open(save({ checksum: (name) => (name.endsWith('/0') ? 7 : undefined) }))).rejects.toThrow(
      /some\.pt is not a sound zip archive: some\/data\/0 in it does not have the checksum/,
    );
    expect((await open(save({ checksum: () => 0 }))).values).toEqual({ w: [...floats] });
  });

  it('is refused where it is compressed, or has a file twice', async () => {
    await expect(open(save({ method: 8 }))).rejects.toThrow(/is compressed, which weights never are/);
    await expect(
      open(
        zipArchive([
          ['a', bytes],
          ['a', bytes],
        ]),
      ),
    ).rejects.toThrow(/it holds a twice/);
  });

  it('of other things has no weights', async () => {
    await expect(open(zipArchive([['document.xml', bytes]]))).rejects.toThrow(/the archive has no data\.pkl/);
    await expect(open(torchArchive('N', {}))).rejects.toThrow(/its pickle holds no tensors by name/);
  });

  it('of big-endian numbers is refused', async () => {
    const pickle = Buffer.from(`\x80\x02${pickledDict({ w: tensor })}.`, 'latin1');
    const archive = zipArchive([
      ['a/data.pkl', pickle],
      ['a/data/0', bytes],
      ['a/byteorder', Buffer.from('big')],
    ]);
    await expect(open(archive)).rejects.toThrow(/its numbers are big-endian/);
  });
});

describe('a checkpoint', () => {
  it('of TorchScript is the tensors of its modules', async () => {
    const inner = pickledModule({ weight: tensor, training: '\x88', none: 'N' });
    const archive = torchArchive(pickledModule({ visual: pickledModule({ conv1: inner }), logit_scale: tensor }), {
      0: bytes,
    });
    expect(await open(archive)).toEqual({
      kind: 'torchscript',
      values: { 'visual.conv1.weight': [...floats], logit_scale: [...floats] },
    });
  });

  it.each([...WRAPPER_NAMES, ...MEAN_NAMES])('is found under the key "%s"', async (key) => {
    const archive = torchArchive(pickledDict({ optimizer: pickledDict({}), [key]: pickledDict({ w: tensor }) }), {
      0: bytes,
    });
    expect(await open(archive)).toEqual({ kind: 'training-checkpoint', values: { w: [...floats] } });
  });

  it('under another key is refused with the keys there are', async () => {
    const inner = pickledDict({ w: tensor });
    const archive = torchArchive(pickledDict({ generator: inner, '': 'N', critic: inner, epoch: 'N' }), { 0: bytes });
    await expect(open(archive)).rejects.toThrow(
      /its pickle holds no tensors by name, only what is under generator, "", critic, \.\.\.; save the state dict/,
    );
  });

  it('whose modules hold each other in endless paths is refused in no time', async () => {
    // Each of forty modules has the one before it twice, by reference.
    const deep = Array.from({ length: 40 }).reduce<string>(
      (inner) => `c__torch__.some\nModule\n)\x81}(X\x01\x00\x00\x00a${inner}q\x07X\x01\x00\x00\x00bh\x07ub`,
      pickledModule({ w: tensor }),
    );
    await expect(open(torchArchive(deep, { 0: bytes }))).rejects.toThrow(/holds no tensors by name/);
  });
});

describe('a tensor', () => {
  const one = (view: PickledView, data = bytes): Promise<unknown> =>
    open(torchArchive(pickledDict({ w: pickledTensor(view) }), { 0: data }));

  it.each<[string, PickledView, RegExp]>([
    ['beyond its storage', { ...matrix, offset: 1 }, /reaches value 6 of a storage of 6/],
    [
      'of a storage that claims more than there is',
      { ...matrix, count: 7 },
      /claims a storage of 28 bytes where it has 24/,
    ],
    [
      'of a storage that claims less',
      { ...matrix, count: 6, storage: 'HalfStorage' },
      /claims a storage of 12 bytes where it has 24/,
    ],
    ['without data', { ...matrix, key: 'none' }, /w has no data/],
    [
      'of endless repetition',
      { count: 6, shape: [100_000, 100_000], strides: [0, 0] },
      /a tensor of 10000000000 values/,
    ],
    [
      'of many axes',
      { count: 6, shape: Array<number>(40).fill(1), strides: Array<number>(40).fill(1) },
      /a tensor of 40 axes/,
    ],
    ['of another kind of storage', { ...matrix, storage: 'CudaStorage' }, /the name torch\.CudaStorage/],
  ])('%s is refused', async (_, view, sentence) => {
    await expect(one(view)).rejects.toThrow(sentence);
  });

  it('may share its storage, but not a hundred times', async () => {
    const names = (count: number) =>
      pickledDict(Object.fromEntries(Array.from({ length: count }, (_, k) => [`w${k}`, tensor])));
    const data = new Uint8Array(100_000);
    const large = pickledTensor({ count: 25_000, shape: [25_000], strides: [1] });
    expect(Object.keys((await open(torchArchive(names(3), { 0: bytes }))).values)).toHaveLength(3);
    const many = pickledDict(Object.fromEntries(Array.from({ length: 100 }, (_, k) => [`w${k}`, large])));
    await expect(open(torchArchive(many, { 0: data }))).rejects.toThrow(/its tensors would have 10000000 bytes/);
  });
});
