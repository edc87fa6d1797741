import { UserError } from '../io/userError.js';

/** A value that says how it wants to be shown. */
export interface RichText {
  readonly kind: 'rich';
  readonly bundle: Readonly<Record<string, string>>;
}

const rich = (type: string, source: string, text: string): RichText => ({
  kind: 'rich',
  bundle: { [type]: source, 'text/plain': text },
});

/**
 * HTML to `show`. Pass `text` where the source reads badly in a terminal.
 * @example
 * show(html('<b>CLIP</b> reads <i>words</i>', 'CLIP reads words'));
 */
export const html = (source: string, text: string = source): RichText => rich('text/html', source, text);

/**
 * Markdown to `show`.
 * @example
 * show(markdown('Logits are cosines times `exp(logit_scale)`.'));
 */
export const markdown = (source: string): RichText => rich('text/markdown', source, source);

const SIGNATURES: readonly (readonly [type: string, prefix: string])[] = [
  ['image/png', '89504e47'],
  ['image/jpeg', 'ffd8ff'],
  ['image/gif', '47494638'],
  ['image/webp', '52494646'],
];

/**
 * An encoded image to `show`.
 * @param bytes a PNG, JPEG, GIF or WebP file.
 * @throws UserError for other bytes.
 * @example
 * const [photo] = await loadImages('photo.jpg');
 * show(image(await photo.read(), 'the photo'));
 */
export function image(bytes: Uint8Array, text = 'image'): RichText {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  const type = SIGNATURES.find(([, prefix]) => start.startsWith(prefix))?.[0];
  if (!type)
    throw new UserError(`image: expected the bytes of a PNG, JPEG, GIF or WebP file, found ${start || 'none'}.`);
  return rich(type, Buffer.from(bytes).toString('base64'), text);
}

export const isRichText = (value: unknown): value is RichText =>
  typeof value === 'object' &&
  value !== null &&
  (value as Partial<RichText>).kind === 'rich' &&
  typeof (value as Partial<RichText>).bundle === 'object';
