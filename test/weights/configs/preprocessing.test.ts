import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { embeddingKey, keyHash } from '../../../lib/eval/embeddings/embeddingKey.js';
import type { Preprocessing } from '../../../lib/image/preprocessing.js';
import { initializeClip } from '../../../lib/models/clip.js';
import type { ClipConfig } from '../../../lib/models/clipConfig.js';
import { trainBpe } from '../../../lib/text/trainBpe.js';
import { loadClip } from '../../../lib/weights/loadClip.js';
import { saveModel } from '../../../lib/weights/saveModel.js';
import { TINY_RESNET } from '../../fixtures/tinyConfigs.js';
import { tinyVit } from '../../fixtures/tinyVit.js';

const vocabulary = trainBpe(['red cat', 'red dog'], { merges: 4, minFrequency: 1 });
const BASE: ClipConfig = tinyVit(vocabulary.symbols.length, 'quick_gelu');
const SIDE = 16;
const crop = { rounding: 'even', fill: 0 } as const;
const WAYS: Record<string, Preprocessing | undefined> = {
  released: undefined,
  'the longer side on a ground': {
    rgbFirst: false,
    resize: { side: 'longer', size: SIDE },
    filter: 'bilinear',
    crop: { ...crop, fill: 114 },
  },
  squashed: { rgbFirst: false, resize: { side: 'both', height: SIDE, width: SIDE }, filter: 'bicubic' },
  "transformers'": {
    rgbFirst: true,
    resize: { side: 'shorter', size: SIDE + 4 },
    filter: 'lanczos',
    crop: { rounding: 'down', fill: 0 },
  },
  'untouched sizes': { rgbFirst: true, filter: 'nearest' },
};
const configOf = (preprocessing: Preprocessing | undefined): ClipConfig =>
  preprocessing ? { ...BASE, preprocessing } : BASE;
let folder = '';

async function save(config: ClipConfig): Promise<void> {
  const model = initializeClip(config, createRandom(3));
  await saveModel(folder, model, vocabulary);
  model.dispose();
}
async function load(): Promise<ClipConfig> {
  const model = await loadClip(folder);
  model.dispose();
  return model.config;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cliplab ways '));
});

describe('a model with its own preprocessing', () => {
  it.each(Object.entries(WAYS))('%s comes back from every layout it is saved in', async (_, way) => {
    await save(configOf(way));
    expect(await load()).toEqual(configOf(way));
    await rm(join(folder, 'open_clip_config.json'), { force: true });
    expect(await load()).toEqual(configOf(way));
  });

  it("comes back from cliplab's own layout, where each field is checked", async () => {
    const way = WAYS["transformers'"]!;
    const text = { ...TINY_RESNET.text, vocabSize: vocabulary.symbols.length };
    await save({ ...TINY_RESNET, text, preprocessing: way });
    expect((await load()).preprocessing).toEqual(way);
    const path = join(folder, 'config.json');
    const json = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, JSON.stringify({ ...json, preprocessing: { ...way, filter: 'sharp', more: 1 } }));
    await expect(load()).rejects.toThrow(/preprocessing\.filter is "sharp", .*preprocessing\.more is not a field/);
  });

  it('is what the file says once that is changed', async () => {
    await save(BASE);
    await rm(join(folder, 'open_clip_config.json'));
    const path = join(folder, 'preprocessor_config.json');
    const json = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, JSON.stringify({ ...json, resample: 2 }));
    expect((await load()).preprocessing).toMatchObject({ rgbFirst: true, filter: 'bilinear' });
  });

  it('is read from processor_config.json where that says so, and from the older file where it does not', async () => {
    await save(BASE);
    await rm(join(folder, 'open_clip_config.json'));
    const older = JSON.parse(await readFile(join(folder, 'preprocessor_config.json'), 'utf8')) as object;
    const path = join(folder, 'processor_config.json');
    await writeFile(path, JSON.stringify({ processor_class: 'CLIPProcessor' }));
    expect(await load()).toEqual(BASE);
    await writeFile(
      path,
      JSON.stringify({ image_processor: { ...older, resample: 1 }, processor_class: 'CLIPProcessor' }),
    );
    expect((await load()).preprocessing).toMatchObject({ filter: 'lanczos' });
    await writeFile(path, JSON.stringify({ image_processor: { ...older, image_std: [0, 0, 0] } }));
    await expect(load()).rejects.toThrow(
      /processor_config\.json .*image_std is \[0,0,0\], expected three numbers above 0/,
    );
  });

  it('of transformers names a filter by its number, and by nothing that is one in disguise', async () => {
    await save(BASE);
    await rm(join(folder, 'open_clip_config.json'));
    const path = join(folder, 'preprocessor_config.json');
    const json = JSON.parse(await readFile(path, 'utf8')) as object;
    for (const resample of ['3', 'length', 'map', 6, -1, 2.5, true, [2]]) {
      await writeFile(path, JSON.stringify({ ...json, resample }));
      await expect(load()).rejects.toThrow(/resample is .*, expected a whole number of 0 to 5/);
    }
  });

  it('is read from the older file where the newer has an empty place for it, and not from what is no object', async () => {
    await save(BASE);
    await rm(join(folder, 'open_clip_config.json'));
    const path = join(folder, 'processor_config.json');
    await writeFile(path, JSON.stringify({ image_processor: null, processor_class: 'CLIPProcessor' }));
    expect(await load()).toEqual(BASE);
    for (const bad of ['CLIPImageProcessor', 3, [1]]) {
      await writeFile(path, JSON.stringify({ image_processor: bad }));
      await expect(load()).rejects.toThrow(/processor_config\.json .*the whole is .*, expected an object/);
    }
  });

  it('is part of the key of its embeddings', () => {
    const keys = Object.values(WAYS).map((way) => {
      const model = initializeClip(configOf(way), createRandom(3));
      const key = keyHash(embeddingKey(model, { sha256: 'records' }, true, 'fp32'));
      model.dispose();
      return key;
    });
    expect(new Set(keys).size).toBe(keys.length);
  });
});
