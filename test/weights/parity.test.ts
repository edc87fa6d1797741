import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tf } from '../../lib/engine/tf.js';
import { loadClip } from '../../lib/weights/loadClip.js';
import { saveModel } from '../../lib/weights/saveModel.js';
import { trainBpe } from '../../lib/text/trainBpe.js';
import { clipOutputs } from '../fixtures/clipOutputs.js';
import { expectClose } from '../fixtures/close.js';
import { goldenPath, hasGolden } from '../fixtures/golden.js';
import { readGolden } from '../fixtures/goldenModel.js';

/** The file alone, so that nothing beside it can help. */
function alone(path: string): string {
  const copy = join(mkdtempSync(join(tmpdir(), 'cliplab alone ')), path.split('/').at(-1)!);
  copyFileSync(goldenPath(path), copy);
  return copy;
}

/** Each published layout: what to load, and the folder, inputs and tolerances that say what must come out. */
const CASES: Record<
  string,
  { load: string; lonely?: true; expected: [folder: string, tolerances?: string, io?: string] }
> = {
  'OpenAI TorchScript archive, fp16 and fp32': {
    load: 'models/openai_archives/ViT-Tiny.pt',
    lonely: true,
    expected: ['openai_archives'],
  },
  'OpenAI state dict, fp16 and fp32': {
    load: 'models/openai_archives/state_dict_mixed_fp16.pt',
    lonely: true,
    expected: ['openai_archives'],
  },
  'OpenAI state dict, fp32': {
    load: 'models/openai_archives/state_dict_fp32.pt',
    lonely: true,
    expected: ['openai_vit_tiny'],
  },
  'OpenAI state dict of a ResNet, safetensors': {
    load: 'models/openai_resnet_tiny/model.safetensors',
    lonely: true,
    expected: ['openai_resnet_tiny'],
  },
  'Hugging Face, QuickGELU': { load: 'models/hf_quickgelu_tiny', expected: ['hf_quickgelu_tiny'] },
  'Hugging Face, GELU': { load: 'models/hf_gelu_tiny', expected: ['hf_gelu_tiny'] },
  'open_clip, safetensors': { load: 'models/open_clip_vit_gelu_tiny', expected: ['open_clip_vit_gelu_tiny'] },
  'open_clip training checkpoint, fp16': {
    load: 'models/open_clip_vit_gelu_tiny/epoch_3_module_fp16.pt',
    expected: ['open_clip_vit_gelu_tiny', 'expected_fp16_checkpoint.json', 'io_fp16_checkpoint.safetensors'],
  },
};

const COMPARED = ['image_features', 'text_features', 'logits_per_image', 'logits_per_text'];

describe.each(Object.entries(CASES))('%s', (_, { load, lonely, expected: [folder, tolerances, io] }) => {
  it.skipIf(!hasGolden(load))('features and logits within their tolerances, before and after it is saved', async () => {
    const golden = await readGolden(folder, tolerances);
    const outcomes = io === undefined ? golden.io : await golden.tensors(io);
    const before = tf.memory().numTensors;
    const check = async (path: string): Promise<Awaited<ReturnType<typeof loadClip>>> => {
      const model = await loadClip(path, { warn: () => undefined });
      const outputs = clipOutputs(model, golden.io);
      for (const name of COMPARED)
        expectClose(outputs.get(name)!, outcomes.get(name)!.data, golden.tolerances.get(name)!, `${path} ${name}`);
      return model;
    };
    const model = await check(lonely ? alone(load) : goldenPath(load));
    const saved = mkdtempSync(join(tmpdir(), 'cliplab saved '));
    // 512 tokens and the two specials less: a vocabulary needs no more than the right size to be saved.
    const vocabulary = { ...trainBpe(['a'], { merges: 0, minFrequency: 1 }), symbols: Array<string>(512).fill('') };
    await saveModel(saved, model, vocabulary, { dtype: 'F32' });
    const again = await check(saved);
    expect(again.config).toEqual(model.config);
    model.dispose();
    again.dispose();
    expect(tf.memory().numTensors, 'tensors left').toBe(before);
  });
});
