import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../lib/image/decode/decodeImage.js';
import { cutImage, preprocess } from '../../lib/image/preprocess.js';
import { toPixels } from '../../lib/image/toPixels.js';
import { projectRoot } from '../../lib/io/projectPaths.js';
import { jsonFields } from '../../lib/models/jsonFields.js';
import { readOpenClipPreprocessing, type PixelConfig } from '../../lib/models/openClipPreprocessing.js';
import { RELEASED_NORMALIZATION } from '../../lib/models/releasedConfigs.js';
import { readHuggingFacePreprocessing } from '../../lib/weights/configs/huggingFacePreprocessing.js';
import { expectBytes } from './decode/expectBytes.js';

const fixtures = join(projectRoot(), 'test', 'fixtures');
const own = (name: string): string => join(fixtures, 'preprocessing', name);
const bytesOf = (name: string): Buffer =>
  readFileSync(existsSync(own(name)) ? own(name) : join(fixtures, 'preprocess', name));
const {
  size,
  pictures: images,
  cases,
} = JSON.parse(readFileSync(own('cases.json'), 'utf8')) as {
  size: number;
  pictures: string[];
  cases: { owner: 'transformers' | 'open_clip'; config: Record<string, unknown> }[];
};
const expected = readFileSync(own('expected.rgb'));

function read(owner: string, config: unknown, side = size): PixelConfig & { problems: string[] } {
  const problems: string[] = [];
  const pixels =
    owner === 'open_clip'
      ? readOpenClipPreprocessing(jsonFields(config, problems, 'preprocess_cfg.'), side, problems)
      : readHuggingFacePreprocessing({ size: side, crop_size: side, ...(config as object) }, side, problems);
  return { ...pixels, problems };
}

describe('images as the owners of a configuration make them fit', () => {
  it.each(cases.map(({ owner, config }, k) => [owner, JSON.stringify(config), k] as const))(
    '%s %s',
    async (owner, config, k) => {
      const { preprocessing, problems } = read(owner, JSON.parse(config));
      expect(problems).toEqual([]);
      const stride = size * size * 3;
      for (const [n, name] of images.entries()) {
        const at = (k * images.length + n) * stride;
        // open_clip surrounds a palette's image by the palette's color of that number, an accident that is not
        // followed.
        const rows = name === 'palette.png' && config.includes('longest') ? [3, size - 3] : [0, size];
        const [from, to] = rows.map((row) => row * size * 3) as [number, number];
        const actual = await preprocess(bytesOf(name), size, name, preprocessing);
        expectBytes(actual.subarray(from, to), expected.subarray(at + from, at + to));
      }
    },
  );

  it('are the released way where open_clip says nothing else, and not quite where transformers does', () => {
    expect(read('open_clip', {}).preprocessing).toBeUndefined();
    expect(read('transformers', {}).preprocessing).toMatchObject({ rgbFirst: true, crop: { rounding: 'down' } });
  });

  it('keep an image of the input’s size, and resize stored squares by the same rules', async () => {
    const { preprocessing } = read('transformers', { size: { shortest_edge: 30 } });
    const image = await decodeImage(bytesOf('odd.png'));
    const samples = image.samples.slice(0, 20 * 20 * 3);
    const square = { height: 20, width: 20, mode: 'RGB', samples, indexed: false } as const;
    const images = { count: 1, height: 20, width: 20, pixels: samples };
    const cut = cutImage(square, size, preprocessing);
    const config = { mean: [0, 0, 0], std: [1, 1, 1], ...(preprocessing && { preprocessing }) } as const;
    const pixels = toPixels(images, size, config).dataSync();
    expect([...pixels].map((value) => Math.round(value * 255))).toEqual([...cut]);
    const ready = { count: 1, height: size, width: size, pixels: cut };
    expect(toPixels(ready, size, config).dataSync()).toEqual(pixels);
  });

  it('are refused where nothing may be resized or cut and the size is another', async () => {
    const { preprocessing } = read('transformers', { do_resize: false, do_center_crop: false });
    await expect(preprocess(bytesOf('odd.png'), size, 'odd.png', preprocessing)).rejects.toThrow(
      /odd\.png has 47 x 31 pixels, .* give images of 24 x 24/,
    );
  });
});

describe('scales and colors', () => {
  it('of another factor are weighed into mean and deviation', () => {
    const { mean, std } = read('transformers', {
      rescale_factor: 1 / 127.5,
      image_mean: [1, 1, 1],
      image_std: [1, 2, 4],
    });
    expect(mean).toEqual([0.5, 0.5, 0.5]);
    expect(std).toEqual([0.5, 1, 2]);
    expect(read('transformers', { rescale_factor: 0.00392156862745098 })).toMatchObject(RELEASED_NORMALIZATION);
  });

  it('that are not scaled or normalized are levels, or shares', () => {
    const levels = read('transformers', { do_rescale: false, do_normalize: false });
    expect([levels.mean, levels.std.map((value) => value * 255)]).toEqual([
      [0, 0, 0],
      [1, 1, 1],
    ]);
    expect(read('transformers', { do_normalize: false })).toMatchObject({ mean: [0, 0, 0], std: [1, 1, 1] });
  });
});

describe('a newer file', () => {
  it('has the image processor within', () => {
    const nested = {
      processor_class: 'CLIPProcessor',
      image_processor: { size: { shortest_edge: 24 }, crop_size: 24, resample: 2 },
    };
    const problems: string[] = [];
    expect(readHuggingFacePreprocessing(nested, 24, problems).preprocessing).toMatchObject({ filter: 'bilinear' });
    expect(problems).toEqual([]);
  });
});

describe('what is unknown or cannot be is named', () => {
  it.each<[string, string, unknown, RegExp]>([
    [
      'transformers',
      'std of 0',
      { image_std: [0.1, 0, 0.1] },
      /image_std is \[0\.1,0,0\.1\], expected three numbers above 0/,
    ],
    [
      'transformers',
      'a mean that is no number',
      { image_mean: [0, null, 0] },
      /image_mean is \[0,null,0\], expected three numbers/,
    ],
    ['transformers', 'another kernel', { resample: 6 }, /resample is 6, expected a whole number of 0 to 5/],
    ['transformers', 'a kernel by name', { resample: 'bicubic' }, /resample is "bicubic"/],
    [
      'transformers',
      'the longest edge',
      { size: { longest_edge: 24 } },
      /size is \{"longest_edge":24\}, expected a number/,
    ],
    [
      'transformers',
      'another size than the model',
      { crop_size: 20 },
      /images become 20 x 20 pixels, and the model takes 24 x 24/,
    ],
    ['transformers', 'an oblong crop', { crop_size: { height: 24, width: 20 } }, /images become 20 x 24 pixels/],
    ['transformers', 'no crop after the shorter side', { do_center_crop: false }, /images would not be square/],
    [
      'transformers',
      'another processor',
      { image_processor_type: 'ViTImageProcessor' },
      /image_processor_type is "ViTImageProcessor"/,
    ],
    ['transformers', 'a field that is new', { do_sharpen: true }, /do_sharpen \(true\) is not known/],
    ['transformers', 'a factor of 0', { rescale_factor: 0 }, /rescale_factor is 0, expected a positive number/],
    ['transformers', 'no RGB', { do_convert_rgb: false }, /do_convert_rgb is false/],
    [
      'open_clip',
      'another mode',
      { resize_mode: 'stretch' },
      /resize_mode is "stretch", expected "shortest" or "longest" or "squash"/,
    ],
    ['open_clip', 'another kernel', { interpolation: 'lanczos' }, /interpolation is "lanczos"/],
    ['open_clip', 'a color beyond', { fill_color: 256 }, /fill_color is 256, expected a whole number of 0 to 255/],
    ['open_clip', 'std of 0', { std: [0, 0, 0] }, /std is \[0,0,0\], expected three numbers above 0/],
    ['open_clip', 'gray images', { mode: 'L' }, /mode is "L", expected "RGB"/],
    ['open_clip', 'a field that is new', { sharpen: 2 }, /preprocess_cfg\.sharpen \(2\) is not known/],
  ])('%s: %s', (owner, _, config, sentence) => {
    expect(read(owner, config).problems.join('; ')).toMatch(sentence);
  });
});
