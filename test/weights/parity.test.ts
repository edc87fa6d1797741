import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tf } from '../../lib/engine/tf.js';
import { loadClip } from '../../lib/weights/loadClip.js';
import { saveModel } from '../../lib/weights/saveModel.js';
import { trainBpe } from '../../lib/text/trainBpe.js';
import { clipOutputs } from '../fixtures/clipOutputs.js';
import { expectClose } from '../fixtures/close.js';
import { composedFile } from '../fixtures/composedFile.js';
import { goldenPath } from '../fixtures/golden.js';
import { readGolden } from '../fixtures/goldenModel.js';

/**
 * The file in a folder of its own with nothing but `beside`, so that no other file can help. A torch archive is put
 * together there.
 */
function alone(path: string, beside: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'cliplab alone '));
  const copy = join(folder, basename(path));
  if (path.endsWith('.pt')) writeFileSync(copy, composedFile(path));
  else copyFileSync(goldenPath(path), copy);
  for (const name of beside) copyFileSync(goldenPath(join(dirname(path), name)), join(folder, name));
  return copy;
}

/** Each published layout: what to load, and the folder, inputs and tolerances that say what must come out. */
const CASES: Record<
  string,
  { load: string; beside?: readonly string[]; expected: [folder: string, tolerances?: string, io?: string] }
> = {
  'OpenAI TorchScript archive, fp16 and fp32': {
    load: 'models/openai_archives/ViT-Tiny.pt',
    beside: ['open_clip_config.json'],
    expected: ['openai_archives'],
  },
  'OpenAI state dict, fp16 and fp32': {
    load: 'models/openai_archives/state_dict_mixed_fp16.pt',
    beside: ['open_clip_config.json'],
    expected: ['openai_archives'],
  },
  'OpenAI state dict, fp32': {
    load: 'models/openai_archives/state_dict_fp32.pt',
    beside: ['open_clip_config.json'],
    expected: ['openai_vit_tiny'],
  },
  'OpenAI state dict of a ResNet, safetensors': {
    load: 'models/openai_resnet_tiny/model.safetensors',
    beside: ['open_clip_config.json'],
    expected: ['openai_resnet_tiny'],
  },
  'Hugging Face, QuickGELU': { load: 'models/hf_quickgelu_tiny', expected: ['hf_quickgelu_tiny'] },
  'Hugging Face, GELU': { load: 'models/hf_gelu_tiny', expected: ['hf_gelu_tiny'] },
  'open_clip, safetensors': { load: 'models/open_clip_vit_gelu_tiny', expected: ['open_clip_vit_gelu_tiny'] },
  'open_clip training checkpoint, fp16': {
    load: 'models/open_clip_vit_gelu_tiny/epoch_3_module_fp16.pt',
    beside: ['open_clip_config.json'],
    expected: ['open_clip_vit_gelu_tiny', 'expected_fp16_checkpoint.json', 'io_fp16_checkpoint.safetensors'],
  },
};

const COMPARED = ['image_features', 'text_features', 'logits_per_image', 'logits_per_text'];

describe.each(Object.entries(CASES))('%s', (_, { load, beside, expected: [folder, tolerances, io] }) => {
  it('features and logits within their tolerances, before and after it is saved', async () => {
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
    const model = await check(beside ? alone(load, beside) : goldenPath(load));
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
