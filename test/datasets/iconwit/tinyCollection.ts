import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface TinySet {
  readonly prefix: string;
  readonly license: string;
  readonly category?: string;
  readonly icons: Readonly<Record<string, string>>;
  readonly more?: object;
}

const square = (color: string, x = 4): string => `<path fill="${color}" d="M${x} 4h8v8H${x}z"/>`;
const disc = (color: string, radius = 6): string => `<circle fill="${color}" cx="8" cy="8" r="${radius}"/>`;

/**
 * Two designers for training, one for validation, one held out, and one whose license is not kept; one blank and one
 * broken icon.
 */
export const TINY_SETS: readonly TinySet[] = [
  {
    prefix: 'alpha',
    license: 'MIT',
    icons: {
      'red-square': square('red'),
      'red-disc': disc('red'),
      'blue-disc': disc('blue'),
      'blue-square': square('currentColor'),
      nothing: '',
      broken: '<path fill="red" d="M0 0"><unclosed',
    },
    more: { aliases: { crimson: { parent: 'red-square' }, turned: { parent: 'red-square', rotate: 1 } } },
  },
  {
    prefix: 'beta',
    license: 'Apache-2.0',
    icons: {
      'red-square': square('red', 3),
      'red-disc': disc('red', 5),
      'blue-disc': disc('blue', 5),
      'green-disc': disc('green', 5),
      // Pixel for pixel the held-out drawing, and the validation one.
      'copy-of-red-square': square('red', 2),
      'copy-of-red-disc': disc('red', 3),
    },
    more: { categories: { 'Shapes & Colors': ['red-square'] } },
  },
  { prefix: 'gamma', license: 'GPL-3.0', icons: { 'red-square': square('red', 5) } },
  { prefix: 'iconoir', license: 'MIT', icons: { 'red-disc': disc('red', 3), 'blue-square': square('blue', 6) } },
  {
    prefix: 'noto',
    license: 'Apache-2.0',
    category: 'Emoji',
    icons: { 'red-square': square('red', 2), 'blue-disc': disc('blue', 2) },
  },
];

/**
 * Writes the sets as the icon package lays them out, with a word of Unicode's annotations; returns the modules' folder.
 */
export function writeTinyCollection(folder: string): string {
  const modules = join(folder, 'node_modules');
  const sets = join(modules, '@iconify', 'json', 'json');
  const emoji = join(modules, 'emojibase-data', 'en');
  mkdirSync(sets, { recursive: true });
  mkdirSync(emoji, { recursive: true });
  for (const { prefix, license, category, icons, more } of TINY_SETS) {
    const info = {
      name: `The ${prefix} set`,
      author: { name: `designer of ${prefix}`, url: `https://${prefix}.example` },
      license: { title: license, spdx: license },
      palette: true,
      category,
    };
    const bodies = Object.fromEntries(Object.entries(icons).map(([name, body]) => [name, { body }]));
    writeFileSync(join(sets, `${prefix}.json`), JSON.stringify({ prefix, info, icons: bodies, ...more }));
  }
  const data = [{ label: 'green circle', hexcode: '1F7E2', tags: ['green', 'disc'], subgroup: 96 }];
  writeFileSync(join(emoji, 'data.json'), JSON.stringify(data));
  const subgroups = [{ key: 'geometric', message: 'shapes & colors', order: 96 }];
  writeFileSync(join(emoji, 'messages.json'), JSON.stringify({ subgroups }));
  return modules;
}
