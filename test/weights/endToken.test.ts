import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf } from '../../lib/engine/tf.js';
import { initializeClip, type Clip } from '../../lib/models/clip.js';
import type { TextTransformerConfig } from '../../lib/models/clipConfig.js';
import { trainBpe } from '../../lib/text/trainBpe.js';
import { loadClip } from '../../lib/weights/loadClip.js';
import { loadModel } from '../../lib/weights/loadModel.js';
import { saveModel } from '../../lib/weights/saveModel.js';
import { expectClose } from '../fixtures/close.js';
import { tinyVit } from '../fixtures/tinyVit.js';

const plain = trainBpe(['red cat', 'red dog'], { merges: 4, minFrequency: 1 });
const END = plain.symbols.length - 1;
/** Three rows more than the merges have: two added tokens, and one that nobody has. */
const ROWS = plain.symbols.length + 3;
const vocabulary = {
  ...plain,
  added: ['<a>', '<b>'].map((content, k) => ({ content, id: END + 1 + k, normalized: false, singleWord: false })),
};
const tiny = tinyVit(ROWS, 'quick_gelu');
const config = { ...tiny, text: { ...tiny.text, endToken: END } };
const model = initializeClip(config, createRandom(3));
let folder = '';

const features = (clip: Clip, rows: number[][]): Float32Array =>
  tf.tidy(() => clip.encodeText(tf.tensor2d(rows, undefined, 'int32')).dataSync<'float32'>());

/** config.json alone, its text tower's fields changed. */
async function changeText(fields: object): Promise<void> {
  const path = join(folder, 'config.json');
  const json = JSON.parse(await readFile(path, 'utf8')) as { text_config: object };
  await writeFile(path, JSON.stringify({ ...json, text_config: { ...json.text_config, ...fields } }));
  await rm(join(folder, 'open_clip_config.json'), { force: true });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cliplab end '));
  await saveModel(folder, model, vocabulary, { dtype: 'F32' });
});

describe('the end token', () => {
  it('counts where ids of added tokens lie above it, in both saved layouts', async () => {
    const { model: opened, tokenizer } = await loadModel(folder);
    expect(opened.config).toEqual(config);
    expect(tokenizer.vocabSize).toBe(ROWS - 1);
    const tokens = [...tokenizer.tokenize(['red <b> cat'])];
    expect(tokens.indexOf(END)).toBeGreaterThan(tokens.indexOf(END + 2));
    // What stands behind the end has no say, and the added token before it is not where features are taken.
    const behind = tokens.map((id, k) => (k > tokens.indexOf(END) ? END + 1 : id));
    expectClose(features(opened, [tokens]), features(model, [tokens]), 1e-5);
    expectClose(features(opened, [behind]), features(model, [tokens]), 1e-5);
    opened.dispose();
    await changeText({});
    const huggingFace = await loadClip(folder);
    expect(huggingFace.config.text).toEqual(config.text);
    huggingFace.dispose();
  });

  it('is the largest id where the configuration is so old that it calls it 2', async () => {
    await changeText({ eos_token_id: 2 });
    const legacy = await loadClip(folder);
    expect((legacy.config.text as TextTransformerConfig).endToken).toBeUndefined();
    const row = [END - 1, END + 2, 4, END, 0, 0, 0, 0];
    const cut = [END - 1, END + 2, 0, 0, 0, 0, 0, 0];
    expectClose(features(legacy, [row]), features(legacy, [cut]), 1e-6);
    legacy.dispose();
  });

  it('that is no token, or not the vocabulary’s, is refused', async () => {
    await changeText({ eos_token_id: ROWS });
    await expect(loadClip(folder)).rejects.toThrow(/text_config\.eos_token_id is \d+, expected one of the \d+/);
    await changeText({ eos_token_id: END - 3 });
    await expect(loadModel(folder)).rejects.toThrow(/the end token of the vocabulary in .* is \d+ and the model's \d+/);
  });

  it('that a text has not is missed', () => {
    expect(() =>
      features(model, [
        [END - 1, 3, END],
        [END - 1, 3, 4],
      ]),
    ).toThrow(/text 2 has no end token/);
  });

  it('of a vocabulary with more tokens than rows is refused', async () => {
    const more = { ...vocabulary, added: [...vocabulary.added, { ...vocabulary.added[0]!, content: '<c>', id: ROWS }] };
    await expect(saveModel(folder, model, more)).rejects.toThrow(/the vocabulary has \d+ tokens and the model \d+/);
  });
});
