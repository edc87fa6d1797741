import { requireTexts } from '../../io/requireTexts.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import type { ImageSplit } from '../imageSplit.js';

/** Images with captions of their own, several each: what retrieval is measured on. */
export interface CaptionedImages {
  readonly name: string;
  readonly title: string;
  /** The images; they have no classes, and every label is 0. */
  readonly images: ImageSplit;
  /** By image, one caption or more. */
  readonly captions: readonly (readonly string[])[];
  /** What one must know to read a score. */
  readonly notes: readonly string[];
}

/** A caption has at most so many characters: several times what the longest of MS-COCO has. */
const LONGEST = 10_000;

/**
 * The captions among some texts: without those that are empty, and without the spaces around them.
 * @throws UserError where none is left, or one is longer than any caption
 */
export function requireCaptions(texts: readonly unknown[], what: string, remedy: string): string[] {
  const captions = texts.flatMap((text) => (typeof text === 'string' && text.trim() !== '' ? [text.trim()] : []));
  if (captions.length === 0) throw new UserError(`${what} has no caption; ${remedy}`);
  const long = captions.find(({ length }) => length > LONGEST);
  if (long !== undefined)
    throw new UserError(
      `${what} has a caption of ${long.length} characters, and at most ${LONGEST} are read; ${remedy}`,
    );
  return captions;
}

/**
 * All captions one after the other, and the image that each belongs to.
 * @throws UserError where the captions are no lists of texts
 * @example
 * const { texts, imageOfText } = eachCaption(await loadCaptionedImages());
 * show(`${texts.length} captions of ${new Set(imageOfText).size} images`);
 */
export function eachCaption({ captions }: Pick<CaptionedImages, 'captions'>): {
  readonly texts: string[];
  /** [texts] */
  readonly imageOfText: Int32Array;
} {
  const given: unknown = captions;
  if (!Array.isArray(given))
    throw new UserError(`the captions are ${told(given)}, expected a list of texts for each image.`);
  captions.forEach((own, image) => requireTexts(own, `the captions of image ${image + 1}`));
  return {
    texts: captions.flat(),
    imageOfText: Int32Array.from(captions.flatMap((own, image) => own.map(() => image))),
  };
}
