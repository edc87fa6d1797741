import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { ClipConfig, TextTransformerConfig, VisionTransformerConfig } from '../../lib/models/clipConfig.js';
import { clipSpec } from '../../lib/models/clip.js';
import { sizeOf, type NamedTensor } from '../../lib/models/namedTensors.js';
import { RELEASED_CONFIGS } from '../../lib/models/releasedConfigs.js';
import { writeSafetensors } from '../../lib/weights/writeSafetensors.js';
import { needs } from '../fixtures/needs.js';

const DIST = fileURLToPath(new URL('../../lib/dist/', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'cliplab memory '));
afterAll(() => rm(folder, { recursive: true }));

/**
 * Loads the model in a process of its own, then lets both towers run; prints by how much its memory grew at most, after
 * each.
 */
const script = (path: string): string => `
  const { readFileSync } = await import('node:fs');
  const { tf } = await import(${JSON.stringify(`${DIST}engine/tf.js`)});
  const { loadClip } = await import(${JSON.stringify(`${DIST}weights/loadClip.js`)});
  tf.tidy(() => tf.conv2d(tf.ones([1, 64, 64, 3]), tf.ones([16, 16, 3, 64]), 1, 'valid').dataSync());
  const before = process.memoryUsage().rss;
  const print = () =>
    console.log(1024 * Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) - before);
  const model = await loadClip(${JSON.stringify(path)}, { warn() {} });
  print();
  const side = model.config.vision.imageSize;
  model.encodeImage(tf.zeros([1, side, side, 3])).dataSync();
  model.encodeText(tf.tensor2d([1, 2, 3], [1, 3], 'int32')).dataSync();
  print();`;

describe('memory', needs(existsSync('/proc/self/status') && existsSync(DIST), 'Linux and the compiled package'), () => {
  it('peaks below 1.3 times the file, and what the first passes need adds no second copy of the weights', async () => {
    // ViT-B/32 with a third of its layers, some 200 MB.
    const released = RELEASED_CONFIGS['ViT-B/32'];
    const vision = released.vision as VisionTransformerConfig;
    const text = released.text as TextTransformerConfig;
    const config: ClipConfig = {
      ...released,
      vision: { ...vision, layers: 4 },
      text: { ...text, layers: 3, vocabSize: 16_384 },
    };
    const tensors = new Map(
      clipSpec(config).map(({ name, shape }): [string, NamedTensor] => [
        name,
        {
          shape,
          get data() {
            return new Float32Array(sizeOf(shape)).fill(0.01);
          },
        },
      ]),
    );
    const path = join(folder, 'large.safetensors');
    await writeSafetensors(path, tensors, 'F32');
    // The shapes are no released model's, so that the configuration tells the heads.
    const { imageSize: image_size, patchSize: patch_size, width } = vision;
    const text_cfg = {
      context_length: text.contextLength,
      vocab_size: 16_384,
      width: text.width,
      heads: text.heads,
      layers: 3,
    };
    const vision_cfg = { image_size, layers: 4, width, patch_size };
    await writeFile(
      join(folder, 'open_clip_config.json'),
      JSON.stringify({ model_cfg: { embed_dim: config.embedDim, quick_gelu: true, vision_cfg, text_cfg } }),
    );
    const { size } = await stat(path);
    expect(size).toBeGreaterThan(180e6);
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script(path)]);
    const [loaded, run] = stdout
      .trim()
      .split('\n')
      .map((grown) => Number(grown) / size);
    expect(loaded).toBeLessThan(1.3);
    expect(run).toBeLessThan(1.5);
  });
});
