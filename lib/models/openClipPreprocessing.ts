import type { Preprocessing } from '../image/preprocessing.js';
import type { JsonFields } from './jsonFields.js';
import { RELEASED_NORMALIZATION } from './releasedConfigs.js';

/**
 * What a configuration says of the pixels: their normalization, and how images are made to fit where it is not the
 * released way.
 */
export interface PixelConfig {
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  readonly preprocessing?: Preprocessing;
}

/**
 * open_clip's `preprocess_cfg`: `resize_mode` (`shortest`, `longest`, `squash`), `interpolation`, `fill_color`, `mean`
 * and `std`. Its `size` is open_clip's own copy of the model's image size, which counts there too.
 * @param problems gains a clause for everything that is not known
 */
export function readOpenClipPreprocessing(fields: JsonFields, size: number, problems: string[]): PixelConfig {
  const resizeMode = fields.choice('resize_mode', ['shortest', 'longest', 'squash'], 'shortest');
  // open_clip evaluates a model that was trained with random interpolation with the bicubic one.
  const interpolation = fields.choice('interpolation', ['bicubic', 'bilinear', 'random'], 'bicubic');
  const filter = interpolation === 'bilinear' ? 'bilinear' : 'bicubic';
  const fill = fields.level('fill_color', 0);
  fields.choice('mode', ['RGB'], 'RGB');
  fields.raw('size');
  const colors = {
    mean: fields.triple('mean', RELEASED_NORMALIZATION.mean),
    std: fields.deviations('std', RELEASED_NORMALIZATION.std),
  };
  for (const [name, value] of fields.unread()) problems.push(`${name} (${JSON.stringify(value)}) is not known`);
  if (resizeMode === 'shortest' && filter === 'bicubic') return colors;
  const crop = { rounding: 'even', fill } as const;
  if (resizeMode === 'squash')
    return {
      ...colors,
      preprocessing: { rgbFirst: false, resize: { side: 'both', height: size, width: size }, filter },
    };
  const side = resizeMode === 'longest' ? 'longer' : 'shorter';
  // An image whose shorter side is the input's needs no ground.
  const ground = resizeMode === 'longest' ? crop : { ...crop, fill: 0 };
  return { ...colors, preprocessing: { rgbFirst: false, resize: { side, size }, filter, crop: ground } };
}

/** The `preprocess_cfg` that `readOpenClipPreprocessing` reads so; undefined where open_clip has no word for it. */
export function writeOpenClipPreprocessing(
  { mean, std, preprocessing }: PixelConfig,
  size: number,
): object | undefined {
  if (!preprocessing) return { mean, std };
  const { resize, filter, crop } = preprocessing;
  if (filter !== 'bicubic' && filter !== 'bilinear') return undefined;
  const more = { mean, std, interpolation: filter };
  if (resize?.side === 'both')
    return resize.height === size && resize.width === size ? { ...more, resize_mode: 'squash' } : undefined;
  if (!crop || resize?.size !== size) return undefined;
  return resize.side === 'longer'
    ? { ...more, resize_mode: 'longest', fill_color: crop.fill }
    : { ...more, resize_mode: 'shortest' };
}
