import { renderSvg } from '../../image/decode/renderSvg.js';
import { pixelHash } from '../iconwit/renderIcon.js';
import { readIconSet, type Icon, type IconSet } from '../iconwit/iconSet.js';
import { iconSvg } from '../iconwit/iconSvg.js';
import { imageKey } from './imageKey.js';
import { renderSprite, type Sprite } from './sprite.js';
import type { Credit, SourceImage } from './taskSource.js';

/** Pixels a side of the suite's images. */
export const SUITE_IMAGE_SIZE = 64;

/** A held-out icon set from which tasks draw images by name. */
export interface SuiteIcons {
  readonly set: IconSet;
  readonly names: readonly string[];
  readonly credit: Credit;
  has(name: string): boolean;
  /** RGB bytes [64, 64, 3] on white. */
  pixels(name: string): Promise<Uint8Array>;
  pixelHash(name: string): Promise<string>;
  /** On nothing, to be put into a scene. */
  sprite(name: string, size: number): Promise<Sprite>;
  /** The image of `name` as one of class `label`. */
  image(name: string, label: number): Promise<SourceImage>;
}

/** @param edit changes a drawing's SVG body before it is rendered */
export async function openSuiteIcons(
  modules: string,
  prefix: string,
  edit: (body: string) => string = (body) => body,
): Promise<SuiteIcons> {
  const set = await readIconSet(modules, prefix);
  const icons = new Map(set.icons.map((icon) => [icon.name, { ...icon, body: edit(icon.body) }]));
  const find = (name: string): Icon => {
    const icon = icons.get(name);
    if (!icon) throw new Error(`${prefix} has no icon "${name}"`);
    return icon;
  };
  const pixels = async (name: string): Promise<Uint8Array> =>
    renderSvg(iconSvg(find(name), SUITE_IMAGE_SIZE), SUITE_IMAGE_SIZE);
  return {
    set,
    names: [...icons.keys()].sort(),
    credit: { title: set.title, author: set.author, license: set.license, source: set.source },
    has: (name) => icons.has(name),
    pixels,
    pixelHash: async (name) => pixelHash(await pixels(name)),
    sprite: async (name, size) => renderSprite(iconSvg(find(name), size), size),
    image: async (name, label) => ({ key: imageKey(prefix, name), label, pixels: await pixels(name) }),
  };
}

/** The images of those names that a set has: [name, label] pairs, in order. */
export async function labeledImages(
  icons: SuiteIcons,
  named: Iterable<readonly [name: string, label: number]>,
): Promise<SourceImage[]> {
  const images: SourceImage[] = [];
  for (const [name, label] of named) if (icons.has(name)) images.push(await icons.image(name, label));
  return images;
}
