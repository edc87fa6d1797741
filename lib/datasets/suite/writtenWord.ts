import { join } from 'node:path';
import sharp from 'sharp';
import type { Sprite } from './sprite.js';
import type { Credit } from './taskSource.js';

/** A typeface of the pinned packages, all under the Open Font License. */
export interface Typeface {
  readonly family: string;
  /** The font file's path inside node_modules. */
  readonly file: string;
  readonly credit: Credit;
}

const google = (slug: string, file: string, family: string, author: string): Typeface => ({
  family,
  file: `@expo-google-fonts/${slug}/400Regular/${file}_400Regular.ttf`,
  credit: {
    title: family,
    author,
    license: 'OFL-1.1',
    source: `https://fonts.google.com/specimen/${family.replace(' ', '+')}`,
  },
});

export const TYPEFACES = {
  sans: google('open-sans', 'OpenSans', 'Open Sans', 'The Open Sans Project Authors'),
  serif: google('lora', 'Lora', 'Lora', 'The Lora Project Authors'),
  typewriter: google('courier-prime', 'CourierPrime', 'Courier Prime', 'The Courier Prime Project Authors'),
};

/** Ink of written words, 0..255: the dark gray that one-color icons are drawn in. */
const INK = 0x22;

/** Writes a text as large as fits into the box; lines are parted by "\n". */
export async function writtenWord(
  modules: string,
  typeface: Typeface,
  text: string,
  box: { readonly width: number; readonly height: number },
): Promise<Sprite> {
  const { data, info } = await sharp({
    text: { text, font: typeface.family, fontfile: join(modules, typeface.file), align: 'center', ...box },
  })
    .toColorspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const rgba = new Uint8Array(info.width * info.height * 4);
  for (let k = 0; k < info.width * info.height; k++) {
    rgba.fill(INK, 4 * k, 4 * k + 3);
    rgba[4 * k + 3] = data[k * info.channels]!;
  }
  return { width: info.width, height: info.height, rgba };
}
