import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dot = (x: number, color = 'currentColor'): string => `<circle cx="${x}" cy="12" r="6" fill="${color}"/>`;
const bar = (y: number): string => `<path fill="currentColor" d="M2 ${y}h20v4H2z"/>`;

interface MadeUpSet {
  readonly author: string;
  readonly license?: string;
  readonly icons: Readonly<Record<string, string>>;
}

/** Three designers whose words agree, one of each kind of held-out set, one set under a license that is not kept. */
export const MADE_UP_SETS: Readonly<Record<string, MadeUpSet>> = {
  one: { author: 'A', icons: { sun: dot(8), moon: dot(9), 'hot-sun': bar(1), 'copied-sun': dot(12, '#f00') } },
  two: { author: 'B', icons: { sun: dot(10), moon: bar(4), 'hot-sun': bar(6), broken: '<path d="' } },
  three: { author: 'C', icons: { sun: bar(9), moon: bar(11), 'hot-sun': bar(13), blank: '<path d=""/>' } },
  noto: { author: 'D', icons: { sun: dot(12, '#f00'), moon: dot(14, '#00f') } },
  iconoir: { author: 'E', icons: { sun: bar(16), moon: bar(18) } },
  closed: { author: 'F', license: 'GPL-3.0', icons: { sun: dot(3) } },
};

/** A node_modules folder in the packages' formats. */
export async function madeUpModules(sets: Readonly<Record<string, MadeUpSet>> = MADE_UP_SETS): Promise<string> {
  const modules = await mkdtemp(join(tmpdir(), 'cliplab icons '));
  const folder = join(modules, '@iconify', 'json', 'json');
  await mkdir(folder, { recursive: true });
  for (const [prefix, { author, license = 'MIT', icons }] of Object.entries(sets)) {
    const info = { name: `Set ${prefix}`, author: { name: author }, license: { title: license, spdx: license } };
    const bodies = Object.fromEntries(Object.entries(icons).map(([name, body]) => [name, { body }]));
    await writeFile(
      join(folder, `${prefix}.json`),
      JSON.stringify({ prefix, info, icons: bodies, width: 24, height: 24 }),
    );
  }
  const names = join(modules, 'emojibase-data', 'en');
  await mkdir(names, { recursive: true });
  await writeFile(
    join(names, 'data.json'),
    JSON.stringify([{ label: 'sun', hexcode: '2600', tags: ['bright'], subgroup: 59 }]),
  );
  await writeFile(join(names, 'messages.json'), JSON.stringify({ subgroups: [{ key: 'sky-weather', order: 59 }] }));
  return modules;
}
