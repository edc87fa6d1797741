import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} color @param {number} at */
const square = (color, at) => ({ body: `<path fill="${color}" d="M${at} 4h8v8H${at}z"/>` });
/** @param {string} color @param {number} radius */
const disc = (color, radius) => ({ body: `<circle fill="${color}" cx="8" cy="8" r="${radius}"/>` });

const COLORS = ['red', 'green', 'blue', 'black', 'orange', 'purple'];

/**
 * Writes three made-up icon sets and Unicode's word for one image as their packages lay them out: two designers for
 * training, one for validation.
 * @param {string} folder
 * @returns {string} the modules' folder
 */
export function tinyCollection(folder) {
  const modules = join(folder, 'node_modules');
  const sets = join(modules, '@iconify', 'json', 'json');
  const emoji = join(modules, 'emojibase-data', 'en');
  for (const path of [sets, emoji]) mkdirSync(path, { recursive: true });
  ['alpha', 'beta', 'iconoir'].forEach((prefix, k) => {
    const icons = COLORS.flatMap((color) => [
      [`${color}-square`, square(color, 2 + k)],
      [`${color}-disc`, disc(color, 4 + k)],
    ]);
    const info = {
      name: `The ${prefix} set`,
      author: { name: `designer of ${prefix}`, url: `https://${prefix}.example` },
      license: { title: 'MIT', spdx: 'MIT' },
      palette: true,
    };
    writeFileSync(join(sets, `${prefix}.json`), JSON.stringify({ prefix, info, icons: Object.fromEntries(icons) }));
  });
  const data = [{ label: 'green circle', hexcode: '1F7E2', tags: ['green', 'disc'], subgroup: 96 }];
  writeFileSync(join(emoji, 'data.json'), JSON.stringify(data));
  const subgroups = [{ key: 'geometric', message: 'shapes & colors', order: 96 }];
  writeFileSync(join(emoji, 'messages.json'), JSON.stringify({ subgroups }));
  return modules;
}
