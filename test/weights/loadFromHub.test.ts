import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { setProgressSink } from '../../lib/io/progress.js';
import { initializeClip } from '../../lib/models/clip.js';
import type { ClipConfig } from '../../lib/models/clipConfig.js';
import { RELEASED_CONFIGS, RELEASED_NORMALIZATION } from '../../lib/models/releasedConfigs.js';
import { trainBpe } from '../../lib/text/trainBpe.js';
import { parseRepository } from '../../lib/hub/repositories.js';
import { releasedRepository } from '../../lib/weights/releasedRepositories.js';
import { loadModel } from '../../lib/weights/loadModel.js';
import { saveModel } from '../../lib/weights/saveModel.js';
import { expectClose } from '../fixtures/close.js';
import { COMMIT, startHub } from '../fixtures/hubServer.js';

const vocabulary = trainBpe(['red cat', 'red dog'], { merges: 8, minFrequency: 1 });
const transformer = { layers: 1, heads: 1, mlpWidth: 64, activation: 'gelu', layerNormEpsilon: 1e-5 } as const;
const CONFIG: ClipConfig = {
  embedDim: 8,
  vision: { kind: 'vit', imageSize: 8, patchSize: 4, width: 64, ...transformer },
  text: { kind: 'transformer', vocabSize: vocabulary.symbols.length, contextLength: 6, width: 64, ...transformer },
  ...RELEASED_NORMALIZATION,
};
const model = initializeClip(CONFIG, createRandom(2));
const folder = await mkdtemp(join(tmpdir(), 'cliplab saved '));
await saveModel(folder, model, vocabulary, { dtype: 'F32' });
const all = new Map<string, Uint8Array>();
for (const name of await readdir(folder)) all.set(name, await readFile(join(folder, name)));
const without = (pattern: RegExp) => new Map([...all].filter(([name]) => !pattern.test(name)));

beforeEach(async () => {
  setProgressSink(() => undefined);
  vi.stubEnv('HF_HOME', await mkdtemp(join(tmpdir(), 'cliplab hub ')));
});
afterEach(() => vi.unstubAllEnvs());

it.each([
  ["Hugging Face's layout", without(/open_clip/)],
  ["open_clip's layout", without(/^(config\.json|model\.safetensors)$/)],
])('a repository in %s becomes the model, with its tokenizer, and again without the hub', async (_, files) => {
  const hub = await startHub('org/tiny', files);
  vi.stubEnv('HF_ENDPOINT', hub.endpoint);
  const check = async (name: string): Promise<void> => {
    const loaded = await loadModel(name);
    expect(loaded.model.config).toEqual(CONFIG);
    expect([...loaded.tokenizer.tokenize(['red cat'])]).toContain(vocabulary.ids.get('cat</w>'));
    const [ours, theirs] = [model, loaded.model].map((clip) => clip.parameters.export().get('visual.proj')!.data);
    expectClose(theirs!, ours!, 0);
    loaded.model.dispose();
  };
  await check('org/tiny');
  await check(`hf-hub:org/tiny@${COMMIT}`);
  await hub.close();
  await check('org/tiny');
  vi.stubEnv('HF_HUB_OFFLINE', '1');
  await check('org/tiny');
});

it('a released name is looked for in its repository, and must be that model', async () => {
  const hub = await startHub('openai/clip-vit-base-patch32', without(/open_clip/));
  vi.stubEnv('HF_ENDPOINT', hub.endpoint);
  await expect(loadModel('ViT-B/32')).rejects.toThrow(
    /the released ViT-B\/32 says the activation is quick_gelu, but its weights were saved with gelu/,
  );
  await expect(loadModel('ViT-B/32', { activation: 'quick_gelu' })).rejects.toThrow(
    /does not fit the released ViT-B\/32: .*patch_embedding\.weight is \[64, 3, 4, 4\], expected \[768, 3, 32, 32\]/,
  );
  await expect(loadModel('RN50')).rejects.toThrow(/has no timm\/resnet50_clip\.openai at revision main/);
  await hub.close();
});

it('all nine released names have a repository, and nothing else has', () => {
  const ids = Object.keys(RELEASED_CONFIGS).map((name) => releasedRepository(name)?.repository.id);
  expect(new Set(ids).size).toBe(9);
  for (const id of ids) expect(parseRepository(id!)).toEqual({ id, revision: 'main' });
  expect(releasedRepository('toString')).toBeUndefined();
});

it.each([
  ['org/name', { id: 'org/name', revision: 'main' }],
  ['hf-hub:org/name.v2@v1.0', { id: 'org/name.v2', revision: 'v1.0' }],
  ['name', undefined],
  ['org/name/file', undefined],
  ['../name', undefined],
  ['org/..', undefined],
  ['org/name@../..', undefined],
])('%s as a repository', (text, expected) => expect(parseRepository(text)).toEqual(expected));
