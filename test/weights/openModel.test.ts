import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf } from '../../lib/engine/tf.js';
import { clipSpec, initializeClip, type Clip } from '../../lib/models/clip.js';
import type { Activation, ClipConfig } from '../../lib/models/clipConfig.js';
import type { NamedTensor } from '../../lib/models/namedTensors.js';
import { RELEASED_CONFIGS } from '../../lib/models/releasedConfigs.js';
import { trainBpe } from '../../lib/text/trainBpe.js';
import { toHuggingFaceConfig, type TransformerClipConfig } from '../../lib/weights/configs/huggingFaceConfig.js';
import { inferConfig } from '../../lib/weights/configs/inferConfig.js';
import { configOfFiles } from '../../lib/weights/configs/configOfFiles.js';
import { toOpenClipConfig } from '../../lib/weights/configs/openClipJson.js';
import { loadClip } from '../../lib/weights/loadClip.js';
import type { OpenedTensors } from '../../lib/weights/openStoredTensors.js';
import { readSafetensors } from '../../lib/weights/readSafetensors.js';
import { saveModel } from '../../lib/weights/saveModel.js';
import { writeSafetensors } from '../../lib/weights/writeSafetensors.js';
import { expectClose } from '../fixtures/close.js';
import { tinyVit } from '../fixtures/tinyVit.js';

const vocabulary = trainBpe(['red cat', 'red dog', 'blue cat'], { merges: 10, minFrequency: 1 });
const CONFIG = tinyVit(vocabulary.symbols.length, 'quick_gelu');
const model = initializeClip(CONFIG, createRandom(3));
const tensors = new Map(model.parameters.export());
const quiet = { warn: () => undefined };
let folder = '';
const file = (name: string): string => join(folder, name);
const imageFeatures = (clip: Clip): Float32Array =>
  tf.tidy(() => clip.encodeImage(tf.ones([1, 16, 16, 3])).dataSync<'float32'>());

/** What says how many heads the widths are for. */
const writeConfig = (): Promise<void> =>
  writeFile(file('open_clip_config.json'), JSON.stringify(toOpenClipConfig(CONFIG)));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cliplab layouts '));
});

describe('tensors that do not fit', () => {
  it('are named all at once, as the file has them', async () => {
    await saveModel(folder, model, vocabulary, { dtype: 'F32' });
    await rm(file('open_clip_config.json'));
    const stored = await readSafetensors(file('model.safetensors'));
    stored.delete('text_model.encoder.layers.1.self_attn.k_proj.weight');
    stored.set('logit_bias', { shape: [], data: Float32Array.of(1) });
    stored.set('visual_projection.weight', { shape: [128, 16], data: new Float32Array(128 * 16) });
    await writeSafetensors(file('model.safetensors'), stored, 'F32');
    const error = await loadClip(folder).catch((e: Error) => e.message);
    expect(error).toContain('text_model.encoder.layers.1.self_attn.k_proj.weight is missing');
    expect(error).toContain('visual_projection.weight is [128, 16], expected [16, 128]');
    expect(error).toContain('logit_bias is not part of the model');
    expect(error).toContain('config.json');
  });

  it('are counted where they are many', async () => {
    await writeSafetensors(file('one.safetensors'), new Map([...tensors].slice(-60)), 'F32');
    const some = new Map([
      ...tensors,
      ...Array.from({ length: 40 }, (_, k): [string, NamedTensor] => [
        `extra.${k}`,
        { shape: [], data: Float32Array.of(k) },
      ]),
    ]);
    await writeSafetensors(file('many.safetensors'), some, 'F32');
    await writeConfig();
    await expect(loadClip(file('many.safetensors'), quiet)).rejects.toThrow(
      /extra\.11 is not part of the model; and 28 more\./,
    );
  });

  it('of one tower alone are no CLIP', async () => {
    const save = (keep: (name: string) => boolean): Promise<void> =>
      writeSafetensors(file('tower.safetensors'), new Map([...tensors].filter(([name]) => keep(name))), 'F32');
    await save((name) => name.startsWith('visual.'));
    await expect(loadClip(file('tower.safetensors'))).rejects.toThrow(
      /holds the image tower of a CLIP alone \(32 tensors\), without the text tower; .*both its towers/,
    );
    await save((name) => !name.startsWith('visual.'));
    await expect(loadClip(file('tower.safetensors'))).rejects.toThrow(/holds the text tower of a CLIP alone/);
    await save((name) => name === 'logit_scale');
    await expect(loadClip(file('tower.safetensors'))).rejects.toThrow(
      /is not a CLIP in the layout of .*holds logit_scale; .*both its towers/,
    );
  });

  it('under a prefix that is not known are named with it', async () => {
    const inner = [...tensors].map(([name, tensor]): [string, NamedTensor] => [`learner.inner.${name}`, tensor]);
    await writeSafetensors(file('inner.safetensors'), new Map(inner), 'F32');
    await expect(loadClip(file('inner.safetensors'))).rejects.toThrow(
      /it holds learner\.inner\.[^,]+, learner\.inner\.[^;]+; save the state dict of the CLIP in it alone/,
    );
  });

  it('with a tower of another kind say which', async () => {
    const renamed = (from: RegExp, to: string): Map<string, NamedTensor> =>
      new Map([...tensors].map(([name, tensor]) => [name.replace(from, to), tensor]));
    await writeSafetensors(file('timm.safetensors'), renamed(/^visual\./, 'visual.trunk.'), 'F32');
    await expect(loadClip(file('timm.safetensors'))).rejects.toThrow(
      /holds a CLIP whose image tower is none of OpenAI's kinds \(visual\.trunk\.[^)]+\); give one whose .*\.$/,
    );
    await writeSafetensors(file('other.safetensors'), renamed(/^token_embedding/, 'text.embeddings'), 'F32');
    await expect(loadClip(file('other.safetensors'))).rejects.toThrow(/whose text tower is none of OpenAI's kinds/);
  });

  it('leak nothing', async () => {
    await writeConfig();
    await writeSafetensors(
      file('short.safetensors'),
      new Map([...tensors].filter(([name]) => name !== 'visual.ln_post.bias')),
      'F32',
    );
    const before = tf.memory().numTensors;
    await expect(loadClip(file('short.safetensors'), quiet)).rejects.toThrow(/visual\.ln_post\.bias is missing/);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the architecture', () => {
  /** A file's tensors as far as an architecture shows in them. */
  const shapesOf = (config: ClipConfig): OpenedTensors => ({
    path: 'weights.pt',
    tensors: new Map(
      clipSpec(config).map(({ name, shape }) => [name, { dtype: 'F16', shape, bytes: () => new Uint8Array() }]),
    ),
    metadata: {},
    close: () => undefined,
  });

  it.each(Object.entries<ClipConfig>(RELEASED_CONFIGS))('of %s is in its shapes, heads and all', async (_, config) => {
    expect(inferConfig(shapesOf(config))).toEqual(config);
    const { assumesActivation } = await configOfFiles({ name: '', weights: file('w.pt') }, shapesOf(config), 'openai');
    expect(assumesActivation).toBe(true);
  });

  it.each<[string, (config: ClipConfig) => ClipConfig]>([
    ['a layer more', (config) => ({ ...config, text: { ...config.text, layers: 13 } as ClipConfig['text'] })],
    [
      'larger images',
      (config) => ({ ...config, vision: { ...config.vision, imageSize: 256 } as ClipConfig['vision'] }),
    ],
    ['another embedding', (config) => ({ ...config, embedDim: 768 })],
    ['more tokens', (config) => ({ ...config, text: { ...config.text, vocabSize: 49_409 } })],
    [
      'heads of 32',
      (config) => ({ ...config, vision: { ...config.vision, width: 1280, heads: 40 } as ClipConfig['vision'] }),
    ],
  ])('of any other is asked for: %s', (_, change) => {
    expect(() => inferConfig(shapesOf(change(RELEASED_CONFIGS['ViT-B/32'])))).toThrow(
      /weights\.pt has not the shapes .* does not say how many attention heads .* put its open_clip_config\.json beside it/,
    );
  });

  it('is asked for of weights alone, and read from beside them', async () => {
    await writeSafetensors(file('ViT.safetensors'), tensors, 'F32');
    await expect(loadClip(file('ViT.safetensors'), quiet)).rejects.toThrow(
      /its widths of 128 \(images\) and 64 \(texts\) are for; put its open_clip_config\.json beside it/,
    );
    await writeConfig();
    const loaded = await loadClip(file('ViT.safetensors'), quiet);
    expect(loaded.config).toEqual(CONFIG);
    loaded.dispose();
  });

  it('of sizes that do not divide, or of endless layers, is refused before anything is allocated', async () => {
    await saveModel(folder, model, vocabulary);
    await rm(file('open_clip_config.json'));
    const json = toHuggingFaceConfig(CONFIG as TransformerClipConfig, 'float16') as { vision_config: object };
    const write = (fields: object): Promise<void> =>
      writeFile(file('config.json'), JSON.stringify({ ...json, vision_config: { ...json.vision_config, ...fields } }));
    await write({ num_hidden_layers: 1e12 });
    await expect(loadClip(folder)).rejects.toThrow(/asks for 1000000000000, 2 layers, more than 1000/);
    await write({ num_attention_heads: 7 });
    await expect(loadClip(folder)).rejects.toThrow(/config\.json cannot be built: .*7 heads/);
    await write({ hidden_act: 'gelu_new', image_size: 'large' });
    await expect(loadClip(folder)).rejects.toThrow(/vision_config\.hidden_act is "gelu_new".*image_size is "large"/);
  });
});

describe('the activation', () => {
  const gelu = 'gelu' as Activation;

  it('is saved with the weights, and a configuration that says another is refused', async () => {
    await saveModel(folder, model, vocabulary);
    await rm(file('open_clip_config.json'));
    const json = await readFile(file('config.json'), 'utf8');
    await writeFile(file('config.json'), json.replaceAll('quick_gelu', 'gelu'));
    await expect(loadClip(folder)).rejects.toThrow(
      /says the activation is gelu, but its weights were saved with quick_gelu/,
    );
    const told = await loadClip(folder, { activation: gelu });
    expect(told.config.vision).toMatchObject({ activation: 'gelu' });
    told.dispose();
  });

  it.each([
    ['ViT-B-32-quickgelu', false, /ViT-B-32-quickgelu.* by its name has quick_gelu/],
    ['openai-ViT-B-32', false, /openai-ViT-B-32.* by its name has quick_gelu/],
    ['ViT-B-32-gelu', true, /says the activation is quick_gelu, but ViT-B-32-gelu.* by its name has gelu/],
  ])('of weights named %s is checked against open_clip_config.json (quick_gelu: %s)', async (name, quick, sentence) => {
    await writeSafetensors(file(`${name}.safetensors`), tensors, 'F32');
    const { width, layers, mlpWidth } = CONFIG.vision as { width: number; layers: number; mlpWidth: number };
    const json = {
      embed_dim: 16,
      quick_gelu: quick,
      vision_cfg: { image_size: 16, patch_size: 8, width, layers, mlp_ratio: mlpWidth / width },
      text_cfg: {
        context_length: 8,
        vocab_size: vocabulary.symbols.length,
        width: 64,
        heads: 1,
        layers: 2,
        mlp_ratio: 1.5,
      },
    };
    await writeFile(file('open_clip_config.json'), JSON.stringify(json));
    await expect(loadClip(file(`${name}.safetensors`))).rejects.toThrow(sentence);
  });

  it('may be told by the user', async () => {
    await writeSafetensors(file('weights.safetensors'), tensors, 'F32');
    await writeConfig();
    const quick = await loadClip(file('weights.safetensors'));
    const exact = await loadClip(file('weights.safetensors'), { activation: 'gelu' });
    expectClose(imageFeatures(quick), imageFeatures(model), 1e-6);
    expect(Math.max(...imageFeatures(exact).map((x, k) => Math.abs(x - imageFeatures(quick)[k]!)))).toBeGreaterThan(
      1e-4,
    );
    quick.dispose();
    exact.dispose();
  });
});

describe('shards', () => {
  const index = async (change: (map: Record<string, string>) => void = () => undefined): Promise<void> => {
    await saveModel(folder, model, vocabulary, { dtype: 'F32' });
    for (const name of ['open_clip_config.json', 'open_clip_model.safetensors']) await rm(file(name));
    const stored = [...(await readSafetensors(file('model.safetensors')))];
    await rm(file('model.safetensors'));
    const map: Record<string, string> = {};
    for (const part of [0, 1]) {
      const shard = stored.filter((_, k) => k % 2 === part);
      const name = `model-0000${part + 1}-of-00002.safetensors`;
      await writeSafetensors(file(name), new Map(shard), 'F32');
      for (const [tensor] of shard) map[tensor] = name;
    }
    change(map);
    await writeFile(file('model.safetensors.index.json'), JSON.stringify({ metadata: {}, weight_map: map }));
  };

  it('make one model', async () => {
    await index();
    const loaded = await loadClip(folder);
    expectClose(imageFeatures(loaded), imageFeatures(model), 1e-6);
    loaded.dispose();
  });

  it('that the index does not fit are named', async () => {
    await index((map) => {
      map['logit_scale'] =
        'model-0000' + (map['logit_scale']!.includes('00001-') ? '2' : '1') + '-of-00002.safetensors';
    });
    await expect(loadClip(folder)).rejects.toThrow(/does not fit its shards: there is no logit_scale in model-0000/);
  });

  it('that are missing are named, and none is looked for outside the folder', async () => {
    await index((map) => (map['logit_scale'] = 'model-00003-of-00002.safetensors'));
    await expect(loadClip(folder)).rejects.toThrow(/cannot read .*model-00003-of-00002\.safetensors: ENOENT/);
    await index((map) => (map['logit_scale'] = '../../etc/passwd'));
    await expect(loadClip(folder)).rejects.toThrow(/places logit_scale in "\.\.\/\.\.\/etc\/passwd"/);
  });
});
