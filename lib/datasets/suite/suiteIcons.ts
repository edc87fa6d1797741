import { renderSvg } from '../../image/renderSvg.js';
import { pixelHash } from '../iconwit/renderIcon.js';
import { readIconSet, type IconSet } from '../iconwit/iconSet.js';
import { iconSvg } from '../iconwit/iconSvg.js';
import type { Credit } from './taskSource.js';

/** Pixels a side of the suite's pictures. */
export const SUITE_IMAGE_SIZE = 64;

/** A held-out icon set from which tasks draw pictures by name. */
export interface SuiteIcons {
  readonly set: IconSet;
  readonly names: readonly string[];
  readonly credit: Credit;
  /** RGB bytes [64, 64, 3] on white. */
  pixels(name: string): Promise<Uint8Array>;
  pixelHash(name: string): Promise<string>;
}

export async function openSuiteIcons(modules: string, prefix: string): Promise<SuiteIcons> {
  const set = await readIconSet(modules, prefix);
  const icons = new Map(set.icons.map((icon) => [icon.name, icon]));
  const pixels = async (name: string): Promise<Uint8Array> => {
    const icon = icons.get(name);
    if (!icon) throw new Error(`${prefix} has no icon "${name}"`);
    return renderSvg(iconSvg(icon, SUITE_IMAGE_SIZE), SUITE_IMAGE_SIZE);
  };
  return {
    set,
    names: [...icons.keys()].sort(),
    credit: { title: set.title, author: set.author, licence: set.licence, source: set.source },
    pixels,
    pixelHash: async (name) => pixelHash(await pixels(name)),
  };
}
