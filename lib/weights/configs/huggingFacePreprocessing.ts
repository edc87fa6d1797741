import type { Preprocessing, Resize } from '../../image/preprocessing.js';
import { jsonFields, type JsonFields } from '../../models/jsonFields.js';
import type { PixelConfig } from '../../models/openClipPreprocessing.js';
import { RELEASED_NORMALIZATION } from '../../models/releasedConfigs.js';

/** Pillow's numbers of its kernels. */
const FILTERS = ['nearest', 'lanczos', 'bilinear', 'bicubic', 'box', 'hamming'] as const;
const BICUBIC = 3;

/** Processors that do what CLIP's does; others cut and pad in other ways. */
const PROCESSORS = /^(CLIPImageProcessor|CLIPImageProcessorFast|CLIPImageProcessorPil|CLIPFeatureExtractor)$/;
/** Fields that say how a processor is called or made, and nothing of what it does to one image. */
const WITHOUT_EFFECT =
  /^(processor_class|auto_map|_valid_processor_keys|data_format|input_data_format|device|return_tensors|disable_grouping|default_to_square|tokenizer|_commit_hash|transformers_version)$/;

/** A size as `{height, width}`, or as one number of both; undefined where it is neither. */
function bothSides(value: unknown): { height: number; width: number } | undefined {
  if (Number.isSafeInteger(value) && (value as number) > 0) return { height: value as number, width: value as number };
  const { height, width, ...others } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  const areCounts = [height, width].every((side) => Number.isSafeInteger(side) && (side as number) > 0);
  const isAlone = Object.values(others).every((other) => other === null);
  return areCounts && isAlone ? { height: height as number, width: width as number } : undefined;
}

function readResize(fields: JsonFields, problems: string[]): Resize {
  const value = fields.raw('size') ?? { shortest_edge: 224 };
  const { shortest_edge: shorter = value, ...others } = (typeof value === 'object' ? value : {}) as Record<
    string,
    unknown
  >;
  if (
    Number.isSafeInteger(shorter) &&
    (shorter as number) > 0 &&
    Object.values(others).every((other) => other === null)
  )
    return { side: 'shorter', size: shorter as number };
  const both = typeof value === 'object' ? bothSides(value) : undefined;
  if (!both)
    problems.push(`size is ${JSON.stringify(value)}, expected a number, {"shortest_edge"} or {"height", "width"}`);
  return { side: 'both', ...(both ?? { height: 1, width: 1 }) };
}

/** Weighs in a factor by which pixels are multiplied before they are normalized, where it is not 1/255. */
function rescaled(colors: PixelConfig, factor: number): PixelConfig {
  const relative = 255 * factor;
  if (Math.abs(relative - 1) < 1e-9) return colors;
  const divide = (values: PixelConfig['mean']): PixelConfig['mean'] => {
    const [red, green, blue] = values;
    return [red / relative, green / relative, blue / relative];
  };
  return { mean: divide(colors.mean), std: divide(colors.std) };
}

/**
 * What is said of the image processor in a `processor_config.json`, which has one for each kind of input; else the
 * whole.
 */
function imageProcessor(json: unknown): unknown {
  const inner =
    typeof json === 'object' && json !== null ? (json as Record<string, unknown>)['image_processor'] : undefined;
  return inner ?? json;
}

/**
 * A `preprocessor_config.json`, or the `processor_config.json` of newer versions, as the CLIPImageProcessor of
 * `transformers` (the one that works with Pillow) does it: RGB first, resized, the center cut out or black around it,
 * scaled, normalized.
 * @param size pixels a side of the model's input
 * @param problems gains a clause for everything that is not as expected or not known
 */
export function readHuggingFacePreprocessing(json: unknown, size: number, problems: string[]): PixelConfig {
  const fields = jsonFields(imageProcessor(json), problems);
  const type = fields.raw('image_processor_type') ?? fields.raw('feature_extractor_type') ?? 'CLIPImageProcessor';
  fields.raw('feature_extractor_type');
  if (typeof type !== 'string' || !PROCESSORS.test(type))
    problems.push(`image_processor_type is ${JSON.stringify(type)}, expected CLIPImageProcessor`);
  const code = fields.raw('resample') ?? BICUBIC;
  // By its place in the list: "3" and "length" are places of no filter.
  const filter = typeof code === 'number' ? FILTERS[code] : undefined;
  if (filter === undefined) problems.push(`resample is ${JSON.stringify(code)}, expected a whole number of 0 to 5`);
  const resizes = fields.flag('do_resize', true);
  const resize = readResize(fields, problems);
  const crops = fields.flag('do_center_crop', true);
  const cropValue = fields.raw('crop_size') ?? 224;
  const crop = bothSides(cropValue);
  if (!crop) problems.push(`crop_size is ${JSON.stringify(cropValue)}, expected a number or {"height", "width"}`);
  // Without it palettes and grays would be taken for images of one channel, which transformers refuses.
  if (!fields.flag('do_convert_rgb', true)) problems.push('do_convert_rgb is false, expected true');
  const result = crops ? crop : resizes && resize.side === 'both' ? resize : undefined;
  if (result && (result.height !== size || result.width !== size))
    problems.push(`images become ${result.width} x ${result.height} pixels, and the model takes ${size} x ${size}`);
  if (!crops && resizes && resize.side !== 'both')
    problems.push('do_center_crop is false and size is no {"height", "width"}: images would not be square');
  const factor = fields.flag('do_rescale', true) ? fields.number('rescale_factor', 1 / 255) : 1;
  fields.raw('rescale_factor');
  const colors = {
    mean: fields.triple('image_mean', RELEASED_NORMALIZATION.mean),
    std: fields.deviations('image_std', RELEASED_NORMALIZATION.std),
  };
  const normalization = fields.flag('do_normalize', true) ? colors : ({ mean: [0, 0, 0], std: [1, 1, 1] } as const);
  for (const [name, value] of fields.unread())
    if (value !== false && !WITHOUT_EFFECT.test(name)) problems.push(`${name} (${JSON.stringify(value)}) is not known`);
  const preprocessing: Preprocessing = {
    rgbFirst: true,
    ...(resizes && { resize }),
    filter: filter ?? 'bicubic',
    ...(crops && { crop: { rounding: 'down', fill: 0 } as const }),
  };
  return { ...rescaled(normalization, factor), preprocessing };
}

/** The `preprocessor_config.json` of a model; undefined where `transformers` has no word for what it does. */
export function writeHuggingFacePreprocessing(
  { mean, std, preprocessing }: PixelConfig,
  size: number,
): object | undefined {
  const { resize, crop, filter } = preprocessing ?? {
    resize: { side: 'shorter', size } as const,
    crop: { fill: 0 },
    filter: 'bicubic',
  };
  if (resize?.side === 'longer' || (crop && crop.fill !== 0)) return undefined;
  const edges =
    resize?.side === 'both' ? { height: resize.height, width: resize.width } : { shortest_edge: resize?.size ?? size };
  return {
    image_processor_type: 'CLIPImageProcessor',
    do_convert_rgb: true,
    do_resize: resize !== undefined,
    size: edges,
    resample: FILTERS.indexOf(filter),
    do_center_crop: crop !== undefined,
    crop_size: { height: size, width: size },
    do_rescale: true,
    rescale_factor: 1 / 255,
    do_normalize: true,
    image_mean: mean,
    image_std: std,
  };
}
