import type { Crop, Preprocessing, Resize } from '../../image/preprocessing.js';
import { jsonFields, type JsonFields } from '../../models/jsonFields.js';

const FILTERS = ['nearest', 'box', 'bilinear', 'hamming', 'bicubic', 'lanczos'] as const;

function parseResize(fields: JsonFields): Resize {
  const side = fields.choice('side', ['shorter', 'longer', 'both'], 'shorter');
  if (side !== 'both') return { side, size: fields.count('size') };
  return { side, height: fields.count('height'), width: fields.count('width') };
}

function parseCrop(fields: JsonFields): Crop {
  return { rounding: fields.choice('rounding', ['even', 'down'], 'even'), fill: fields.level('fill', 0) };
}

/**
 * cliplab's own words for how images are made to fit, as a model's configuration has them.
 * @param problems gains a clause for everything that is not as expected
 */
export function parsePreprocessing(json: unknown, problems: string[]): Preprocessing {
  const fields = jsonFields(json, problems, 'preprocessing.');
  const resize = fields.has('resize') ? fields.child('resize') : undefined;
  const crop = fields.has('crop') ? fields.child('crop') : undefined;
  const preprocessing: Preprocessing = {
    rgbFirst: fields.flag('rgbFirst', false),
    ...(resize && { resize: parseResize(resize) }),
    filter: fields.choice('filter', FILTERS, 'bicubic'),
    ...(crop && { crop: parseCrop(crop) }),
  };
  const parts = [fields, resize, crop].flatMap((part) => part?.unread() ?? []);
  for (const [name] of parts) problems.push(`${name} is not a field`);
  return preprocessing;
}
