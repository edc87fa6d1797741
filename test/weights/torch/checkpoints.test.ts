import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../lib/io/projectPaths.js';
import { isMark } from '../../../lib/weights/layouts/layouts.js';
import { unwrapNames } from '../../../lib/weights/layouts/wrapperPrefixes.js';
import { openTorchArchive } from '../../../lib/weights/torch/openTorchArchive.js';
import { parsePickle } from '../../../lib/weights/torch/parsePickle.js';
import { pickledDict, pickledTensor, torchArchive } from '../../fixtures/torchArchive.js';

const fixture = (name: string): string => join(projectRoot(), 'test', 'fixtures', 'checkpoints', name);

function open(name: string) {
  const file = openTorchArchive(fixture(name));
  try {
    const { named, aside } = unwrapNames(file.tensors, isMark);
    const values = [...named].map(([key, stored]) => [key, [...new Float32Array(stored.bytes().buffer)]]);
    return { kind: file.kind, aside, unread: file.unread, values: Object.fromEntries(values) as object };
  } finally {
    file.close();
  }
}

const VALUES = { 'token_embedding.weight': [0, 1, 2, 3, 4, 5], logit_scale: [4.5] };

describe('checkpoints as training scripts save them', () => {
  it.each(['everything-2.pt', 'everything-4.pt', 'everything-5.pt', 'model_state_dict.pt', 'net.pt'])(
    '%s: the tensors, whatever lies beside them',
    (name) => {
      const { kind, aside, values } = open(name);
      expect({ kind, aside, values }).toEqual({ kind: 'training-checkpoint', aside: [], values: VALUES });
    },
  );

  it('in envelopes and wrappers within each other, with what is outside of the wrapper told', () => {
    const { aside, values } = open('stacked.pt');
    expect({ aside, values }).toEqual({ aside: ['loss.margin'], values: VALUES });
  });

  it('whose values are of a type that is not read name who would make them', () => {
    expect([...open('unread-weight.pt').unread!]).toEqual([
      ['text_projection', 'torch.ComplexFloatStorage'],
      ['ln_final.weight', 'numpy._core.multiarray._reconstruct'],
    ]);
  });

  it('without a tensor that is read are refused with that name', () => {
    expect(() => open('array-alone.pt')).toThrow(
      /token_embedding\.weight is made by the name numpy\._core\.multiarray\._reconstruct; save the state dict/,
    );
    expect(() => open('whole-object.pt')).toThrow(/its pickle has the name their_training\.ScheduleLikeTheirs/);
  });

  it('with a name that only harms are refused wherever it stands', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'cliplab harm ')), 'some.pt');
    const tensor = pickledTensor({ count: 1, shape: [1], strides: [1] });
    const storages = { 0: new Uint8Array(4) };
    for (const [module, name] of [
      ['posix', 'system'],
      ['builtins', 'exec'],
      ['subprocess', 'Popen'],
    ]) {
      const call = `c${module}\n${name}\n(X\x02\x00\x00\x00lstR`;
      await writeFile(path, torchArchive(pickledDict({ w: tensor, beside: call }), storages));
      expect(() => openTorchArchive(path)).toThrow(`its pickle has the name ${module}.${name}`);
    }
  });
});

describe('a small pickle that would take much time or memory is refused soon', () => {
  const expectRefused = (opcodes: string, sentence: RegExp): void => {
    const bytes = Buffer.from(`\x80\x02${opcodes}.`, 'latin1');
    const start = performance.now();
    expect(() => parsePickle(bytes, 'small.pt')).toThrow(sentence);
    expect(performance.now() - start, 'milliseconds').toBeLessThan(60_000);
  };
  const pairs = (count: number): string => `](${'X\x01\x00\x00\x00aK\x01\x86'.repeat(count)}eq\x00`;
  const ones = (count: number): string => `](${'K\x01'.repeat(count)}eq\x01`;
  const tensorOf = (shape: string): string =>
    `ctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000NK\x01tQK\x00${shape}tR`;

  it.each<[string, string, RegExp]>([
    [
      'dictionaries of the same pairs',
      `${pairs(20_000)}${'ccollections\nOrderedDict\nh\x00\x85R'.repeat(20_000)}`,
      /where at most/,
    ],
    ['a tensor of a long shape', `${ones(200_000)}${tensorOf('h\x01h\x01')}`, /a tensor of 200000 axes/],
    ['a list of many', `]${'(K\x01K\x01K\x01e'.repeat(1_000_000)}`, /where at most/],
    ['a memory of many', 'N' + '\x94'.repeat(6_000_000), /where at most/],
    ['empty dictionaries', '}'.repeat(4_000_000), /where at most/],
    ['a number of a million digits', `\x8b\x00\x00\x10\x00${'\x01'.repeat(0x100000)}`, /a number of 1048576 bytes/],
    ['marks without end', '('.repeat(4_000_000), /an opcode without its operand/],
    ['a name of a million letters', `cos\n${'a'.repeat(1_000_000)}\n`, /the name os\.a{50,}…/],
  ])('%s', (_, opcodes, sentence) => expectRefused(opcodes, sentence));

  it('in an archive whose modules have long names in each other', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'cliplab names ')), 'names.pt');
    const long = `X${String.fromCharCode(0xa0, 0x86, 1, 0)}${'n'.repeat(100_000)}`;
    const tensor = pickledTensor({ count: 1, shape: [1], strides: [1] });
    const attributes = Array.from(
      { length: 2_000 },
      (__, k) => `X\x04\x00\x00\x00${String(k).padStart(4, '0')}${k === 0 ? `${tensor}q\x05` : 'h\x05'}`,
    );
    const leaf = `c__torch__.a\nB\n)\x81}(${attributes.join('')}ub`;
    await writeFile(path, torchArchive(`c__torch__.a\nB\n)\x81}${long}${leaf}sb`, { 0: new Uint8Array(4) }));
    const start = performance.now();
    expect(() => openTorchArchive(path)).toThrow(/holds no tensors by name/);
    expect(performance.now() - start, 'milliseconds').toBeLessThan(60_000);
  });

  it('an archive whose files lie over each other', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'cliplab over ')), 'over.pt');
    const sound = torchArchive(pickledDict({}), { 0: new Uint8Array(1_000), 1: new Uint8Array(1_000) });
    const at = (k: number): number => sound.lastIndexOf(`some/data/${k}`) - 46;
    // The second file's place and sizes become those of nearly the whole archive.
    for (const size of [20, 24]) sound.writeUInt32LE(sound.length - 500, at(1) + size);
    await writeFile(path, sound);
    expect(() => openTorchArchive(path)).toThrow(/its files have more bytes than itself/);
  });
});
