import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { UserError } from '../../lib/io/userError.js';
import { initializeClip } from '../../lib/models/clip.js';
import type { ClipConfig } from '../../lib/models/clipConfig.js';
import { RELEASED_NORMALIZATION } from '../../lib/models/releasedConfigs.js';
import { trainBpe } from '../../lib/text/trainBpe.js';
import { chooseWeights } from '../../lib/weights/modelFiles.js';
import { openModel } from '../../lib/weights/openModel.js';
import { openStoredTensors } from '../../lib/weights/openStoredTensors.js';
import { saveModel } from '../../lib/weights/saveModel.js';
import { parsePickle } from '../../lib/weights/torch/parsePickle.js';
import { readView } from '../../lib/weights/torch/readView.js';
import { goldenPath } from '../fixtures/golden.js';

const folder = await mkdtemp(join(tmpdir(), 'cliplab fuzz '));
afterAll(() => rm(folder, { recursive: true }));

/** Some bytes changed, cut out, or put in. */
const damage = fc.array(
  fc.record({
    place: fc.nat(1_000_000),
    cut: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.nat(40)),
    put: fc.oneof(
      { weight: 3, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 1 }) },
      fc.uint8Array({ maxLength: 12 }),
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

function damaged(sound: Buffer, changes: { place: number; cut: number; put: Uint8Array }[]): Buffer {
  return changes.reduce((bytes, { place, cut, put }) => {
    const at = place % bytes.length;
    return Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]);
  }, sound);
}

/** Every tensor's bytes, by name. */
function readAll(path: string): Map<string, string> {
  const file = openStoredTensors(path);
  try {
    return new Map(
      [...file.tensors].map(([name, { dtype, shape, bytes }]) => [
        name,
        `${dtype} ${shape.join()} ${Buffer.from(bytes()).toString('base64')}`,
      ]),
    );
  } finally {
    file.close();
  }
}

function expectUserError(error: unknown, path: string): void {
  if (!(error instanceof UserError)) throw error;
  expect(error.message).toContain(path);
}

describe('damaged files of weights are errors that name them, and never other values', () => {
  it.each([
    ['formats/zip.pt', 400],
    ['checkpoints/everything-4.pt', 200],
    ['checkpoints/stacked.pt', 100],
  ])(
    'torch archives (%s): whatever opens is what was saved, for every byte of weight has a checksum',
    async (name, numRuns) => {
      const sound = readFileSync(goldenPath(name));
      const path = join(folder, 'damaged.pt');
      await writeFile(path, sound);
      const expected = readAll(path);
      await fc.assert(
        fc.asyncProperty(damage, async (changes) => {
          await writeFile(path, damaged(sound, changes));
          try {
            expect(readAll(path)).toEqual(expected);
          } catch (error) {
            expectUserError(error, path);
          }
        }),
        { numRuns },
      );
    },
  );

  it('safetensors: what opens has bytes for every value', async () => {
    const sound = readFileSync(goldenPath('formats/dtypes.safetensors'));
    const path = join(folder, 'damaged.safetensors');
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        await writeFile(path, damaged(sound, changes));
        try {
          readAll(path);
        } catch (error) {
          expectUserError(error, path);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('safetensors: any header', async () => {
    const size = fc.oneof(fc.nat(16), fc.integer(), fc.double(), fc.constant(2 ** 53), fc.constant(1e300));
    const entry = fc.record({
      dtype: fc.oneof(fc.constantFrom('F32', 'F16', 'BOOL', 'F64', 'constructor'), fc.jsonValue()),
      shape: fc.oneof(fc.array(size, { maxLength: 4 }), fc.jsonValue()),
      data_offsets: fc.oneof(fc.tuple(size, size), fc.jsonValue()),
    });
    const header = fc.dictionary(
      fc.oneof(fc.constantFrom('a', '__metadata__', '__proto__'), fc.string()),
      fc.oneof({ weight: 4, arbitrary: entry }, { weight: 1, arbitrary: fc.jsonValue() }),
      { maxKeys: 4 },
    );
    const path = join(folder, 'header.safetensors');
    await fc.assert(
      fc.asyncProperty(header, fc.nat(64), async (json, dataBytes) => {
        const text = Buffer.from(JSON.stringify(json));
        const length = Buffer.alloc(8);
        length.writeBigUInt64LE(BigInt(text.length));
        await writeFile(path, Buffer.concat([length, text, Buffer.alloc(dataBytes)]));
        try {
          readAll(path);
        } catch (error) {
          expectUserError(error, path);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('pickles are data or an error', () => {
  const pickle = readFileSync(goldenPath('formats/zip.pt'));
  const begin = pickle.indexOf(Buffer.from([0x80, 0x02]));
  const sound = pickle.subarray(begin, begin + 1769);
  const parse = (bytes: Uint8Array): void => {
    try {
      parsePickle(bytes, 'some.pt');
    } catch (error) {
      expectUserError(error, 'some.pt');
    }
  };

  it('for damaged ones', () => {
    expect(parsePickle(sound, 'sound')).toBeInstanceOf(Map);
    fc.assert(
      fc.property(damage, (changes) => parse(damaged(sound, changes))),
      { numRuns: 2000 },
    );
  });

  it('for any bytes, and any row of opcodes', () => {
    const opcodes = [
      ...Buffer.from('\x80\x95.(}])t\x85\x86\x87aesuN\x88\x89KMJ\x8aGX\x8cqr\x94hjc\x93QR\x81b', 'latin1'),
    ];
    const name = fc.constantFrom(
      'ccollections\nOrderedDict\n',
      'ctorch\nFloatStorage\n',
      'ctorch._utils\n_rebuild_tensor_v2\n',
      'c__torch__.a\nB\n',
    );
    const piece = fc.oneof(
      fc.constantFrom(...opcodes).map((opcode) => Buffer.from([opcode])),
      fc.nat(255).map((byte) => Buffer.from([byte])),
      name.map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => parse(Buffer.concat(pieces))),
      { numRuns: 3000 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), parse), { numRuns: 1000 });
    const any = fc.nat(255).map((byte) => Buffer.from([byte]));
    fc.assert(
      fc.property(fc.array(fc.oneof(any, piece), { maxLength: 80 }), (pieces) => parse(Buffer.concat(pieces))),
      { numRuns: 2000 },
    );
  });

  it('for names that would run something, whichever they are', () => {
    const parts = fc.constantFrom(
      'os',
      'posix',
      'subprocess',
      'builtins',
      'torch',
      'numpy',
      'collections',
      '__builtin__',
    );
    const names = fc.constantFrom(
      'system',
      'eval',
      'exec',
      'getattr',
      'Popen',
      'load',
      'OrderedDict.__init__',
      '__class__',
    );
    fc.assert(
      fc.property(parts, names, (module, name) => {
        const bytes = Buffer.from(`\x80\x02c${module}\n${name}\n(X\x02\x00\x00\x00lstR.`, 'latin1');
        expect(() => parsePickle(bytes, 'evil.pt')).toThrow(
          `evil.pt is refused: its pickle has the name ${module}.${name}`,
        );
      }),
    );
  });

  it('for one that would fill the memory or never end', () => {
    const many = (opcode: string): Buffer => Buffer.concat([Buffer.alloc(2 ** 22, opcode), Buffer.from('.')]);
    for (const opcode of ['}', ']', ')'])
      expect(() => parsePickle(many(opcode), 'large.pt'), opcode).toThrow(
        /large\.pt (asks for \d+ bytes|has \d+ entries), where at most/,
      );
    // Each tuple holds the one before it twice: 2^40 paths to walk.
    const doubling = Buffer.from(`)${'q\x00h\x00\x86'.repeat(40)}.`, 'latin1');
    parse(doubling);
  });
});

it('views of a storage give what plain indexing gives, or are refused', () => {
  const axis = fc.record({ side: fc.nat(4), stride: fc.nat(7) });
  const storage = { kind: 'storage', key: '0', dtype: 'U8', count: 64 } as const;
  const bytes = Uint8Array.from({ length: 64 }, (_, k) => k);
  const entry = { name: '0', size: 64, read: (begin: number, length: number) => bytes.slice(begin, begin + length) };
  fc.assert(
    fc.property(fc.array(axis, { maxLength: 3 }), fc.nat(3), (axes, offset) => {
      const shape = axes.map(({ side }) => side);
      const strides = axes.map(({ stride }) => stride);
      const expected: number[] = [];
      const walk = (depth: number, at: number): void => {
        if (depth === axes.length) expected.push(at);
        else for (let k = 0; k < shape[depth]!; k++) walk(depth + 1, at + k * strides[depth]!);
      };
      walk(0, offset);
      expect([...readView({ kind: 'tensor', storage, offset, shape, strides }, entry)]).toEqual(expected);
    }),
  );
});

describe('configurations with any field changed', async () => {
  const vocabulary = trainBpe(['red cat'], { merges: 2, minFrequency: 1 });
  const transformer = { layers: 1, heads: 1, mlpWidth: 64, activation: 'gelu', layerNormEpsilon: 1e-5 } as const;
  const config: ClipConfig = {
    embedDim: 8,
    vision: { kind: 'vit', imageSize: 8, patchSize: 4, width: 64, ...transformer },
    text: { kind: 'transformer', vocabSize: vocabulary.symbols.length, contextLength: 4, width: 64, ...transformer },
    ...RELEASED_NORMALIZATION,
  };
  const model = initializeClip(config, createRandom(1));
  const saved = join(folder, 'saved');
  await saveModel(saved, model, vocabulary);
  model.dispose();

  type Path = string[];
  const paths = (json: unknown, path: Path = []): Path[] =>
    typeof json === 'object' && json !== null
      ? [path, ...Object.entries(json).flatMap(([key, value]) => paths(value, [...path, key]))]
      : [path];
  const changed = (json: unknown, [key, ...rest]: Path, value: unknown): unknown =>
    key === undefined
      ? value
      : { ...(json as object), [key]: changed((json as Record<string, unknown>)[key], rest, value) };

  it.each([
    ['config.json', 'model.safetensors'],
    ['open_clip_config.json', 'open_clip_model.safetensors'],
    ['preprocessor_config.json', 'model.safetensors'],
  ])('%s: the model it was or an error that names a file', async (name, weights) => {
    const path = join(saved, name);
    const text = readFileSync(path, 'utf8');
    const json: unknown = JSON.parse(text);
    const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -1, 1e9, 2 ** 53, 1e300, 77, 2, 1.5));
    const value = fc.oneof(number, fc.jsonValue(), fc.constantFrom('gelu', 'quick_gelu', null, true));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths(json)), value, async (place, other) => {
        await writeFile(path, JSON.stringify(changed(json, place, other)) ?? '');
        try {
          const opened = await openModel({ name: 'saved', weights: join(saved, weights) });
          opened.close();
          // Sizes are in the tensors; what is not (heads, epsilons, pixels' normalization) is what the file says.
          expect(opened.config.embedDim).toBe(config.embedDim);
          expect(opened.config.vision).toMatchObject({
            imageSize: 8,
            patchSize: 4,
            width: 64,
            layers: 1,
            activation: 'gelu',
          });
          expect(opened.config.text).toMatchObject({ contextLength: 4, width: 64, layers: 1, activation: 'gelu' });
        } catch (error) {
          expectUserError(error, saved);
        }
      }),
      { numRuns: 250 },
    );
    await writeFile(path, text);
  });

  it('an index of shards', async () => {
    const path = join(folder, 'model.safetensors.index.json');
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.jsonValue(), fc.record({ weight_map: fc.dictionary(fc.string(), fc.jsonValue()) })),
        async (json) => {
          await writeFile(path, JSON.stringify(json));
          try {
            openStoredTensors(path).close();
          } catch (error) {
            expectUserError(error, folder);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('any names of files', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (names) => {
        expect(chooseWeights(names)).toBeUndefined();
      }),
    );
  });
});
