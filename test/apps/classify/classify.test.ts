import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classify, type LabelProbability } from '../../../lib/apps/classify/classify.js';
import { loadImages } from '../../../lib/apps/classify/loadImages.js';
import { embedTexts } from '../../../lib/eval/embeddings/embedTexts.js';
import { loadModel, type LoadedModel } from '../../../lib/weights/loadModel.js';
import { UserError } from '../../../lib/io/userError.js';

const UMBRELLA = '.github/images/umbrella.png';
const folder = mkdtempSync(join(tmpdir(), 'cliplab classify '));
const red = join(folder, 'some images', 'red.png');
let clip: LoadedModel;

beforeAll(async () => {
  clip = await loadModel('mini-rn');
  mkdirSync(join(folder, 'some images', 'deeper'), { recursive: true });
  mkdirSync(join(folder, 'empty'));
  await sharp({ create: { width: 70, height: 40, channels: 3, background: 'red' } }).toFile(red);
  await sharp(red).toFile(join(folder, 'some images', 'deeper', 'also.jpg'));
  writeFileSync(join(folder, 'broken.png'), 'no image');
});

afterAll(() => {
  clip?.model.dispose();
  rmSync(folder, { recursive: true });
});

const rowsOf = async (...args: Parameters<typeof classify>): Promise<LabelProbability[]> =>
  (await classify(...args)).objects() as LabelProbability[];

describe('classify', () => {
  it('refuses a label that says nothing: it would get a share of the probability', async () => {
    const images = await loadImages(UMBRELLA);
    for (const blank of ['', ' ', '\t\n'])
      await expect(classify(clip, images, ['cat', blank])).rejects.toThrow(
        'label 2 is blank: say in words what it stands for, or leave it out.',
      );
  });

  it('has the softmax of the cosines of image and prompts, times the logit scale, the most likely first', async () => {
    const { model, tokenizer } = clip;
    const labels = ['umbrella', 'mushroom', 'cat'];
    const templates = ['{c}', 'a {c}.'];
    const rows = await rowsOf(clip, await loadImages(UMBRELLA), labels, templates);

    const unit = (row: Float32Array): number[] => {
      const length = Math.hypot(...row);
      return [...row].map((x) => x / length);
    };
    const dot = (a: number[], b: number[]): number => a.reduce((sum, x, k) => sum + x * b[k]!, 0);
    const { preprocess } = await import('../../../lib/image/preprocess.js');
    const { toPixels } = await import('../../../lib/image/toPixels.js');
    const [image] = await loadImages(UMBRELLA);
    const size = model.config.vision.imageSize;
    const data = await preprocess(await image!.read(), size);
    const pixels = toPixels({ pixels: data, height: size, width: size, count: 1 } as never, size, model.config, 0, 1);
    const feature = unit(
      model.encodeImage(pixels, { training: false, precision: 'fp32' }).dataSync<'float32'>() as Float32Array,
    );
    const prompts = labels.flatMap((label) => templates.map((template) => template.replace('{c}', label)));
    const texts = await embedTexts(model, tokenizer, prompts);
    const D = texts.columns;
    const logits = labels.map((_, l) => {
      const units = templates.map((_, k) => unit(texts.data.subarray((2 * l + k) * D, (2 * l + k + 1) * D)));
      const mean = unit(Float32Array.from(units[0]!, (x, k) => (x + units[1]![k]!) / 2));
      return model.logitScale() * dot(feature, mean);
    });
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    for (const { image: name, label, probability } of rows) {
      expect(name).toBe(UMBRELLA);
      expect(probability).toBeCloseTo(Math.exp(logits[labels.indexOf(label)]!) / total, 4);
    }
    const sorted = [...rows].sort((a, b) => b.probability - a.probability);
    expect(rows).toEqual(sorted);
  });

  it('takes labels as they are where there are no templates', async () => {
    const images = await loadImages(UMBRELLA);
    expect(await rowsOf(clip, images, ['cat', 'umbrella'])).toEqual(
      await rowsOf(clip, images, ['cat', 'umbrella'], ['{c}']),
    );
  });

  it('keeps the order of the images', async () => {
    const images = await loadImages([red, UMBRELLA, red]);
    const rows = await rowsOf(clip, images, ['one', 'two']);
    expect(rows.map(({ image }) => image)).toEqual([red, red, UMBRELLA, UMBRELLA, red, red]);
  });

  it.each([
    ['no images', () => classify(clip, [], ['cat'])],
    ['no labels', async () => classify(clip, await loadImages(UMBRELLA), [])],
    ['a label that is no text', async () => classify(clip, await loadImages(UMBRELLA), [1 as never])],
    ['a broken image', async () => classify(clip, await loadImages(join(folder, 'broken.png')), ['cat'])],
  ])('refuses %s', async (_, run) => {
    await expect(run()).rejects.toThrow(UserError);
  });
});

describe('loadImages', () => {
  it('has all images of a folder, by name', async () => {
    const names = (await loadImages(join(folder, 'some images'))).map(({ name }) => name);
    expect(names).toEqual([join(folder, 'some images', 'deeper', 'also.jpg'), red]);
  });

  it.each([
    ['a path where nothing is', () => loadImages(join(folder, 'none.png')), 'none.png'],
    ['a folder without images', () => loadImages(join(folder, 'empty')), 'holds no images'],
    ['no paths', () => loadImages([]), 'expected the path of an image'],
    ['a number', () => loadImages(1 as never), 'expected the path of an image'],
    ['a list of numbers', () => loadImages([1 as never]), 'path 1 is'],
  ])('refuses %s', async (_, run, words) => {
    const refusal: unknown = await run().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UserError);
    expect((refusal as Error).message).toContain(words);
  });
});
