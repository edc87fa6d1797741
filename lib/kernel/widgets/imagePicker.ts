import { thumbnails } from '../../figures/charts/thumbnails.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { UserError } from '../../io/userError.js';
import type { Control } from './control.js';

/** The images of an `imagePicker`, and which is picked at first. */
export interface ImagePickerOptions {
  readonly images: ImageBatch;
  /** A few words for each image, for its tooltip and for those who do not see it. Default: its position. */
  readonly names?: readonly string[];
  /** Position of the image to start with, from 0. */
  readonly value?: number;
  readonly label?: string;
}

/**
 * One of several images, picked by clicking it; its value is the image's position, from 0.
 * @throws UserError without images.
 * @example
 * const { classNames, validation } = await loadDataset('weather');
 * const picked = imagePicker({ images: await readImages(validation), label: 'an image' });
 * await interactive({ picked }, ({ picked }) => classNames[validation.labels[picked]]);
 */
export function imagePicker({ images, names, value = 0, label }: ImagePickerOptions): Control<number> {
  if (images.count === 0) throw new UserError('An image picker needs at least one image; found none.');
  const own = Array.from({ length: images.count }, (_, k) => names?.[k] ?? `image ${k + 1}`);
  const within = (form: unknown): number =>
    Number.isInteger(form) && Number(form) >= 0 && Number(form) < images.count ? Number(form) : value;
  return {
    kind: 'picker',
    label,
    settings: { names: own, images: thumbnails(images) },
    value,
    encode: within,
    decode: within,
    describe: (position) => own[position] ?? '',
  };
}
