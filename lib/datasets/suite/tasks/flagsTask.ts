import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../io/userError.js';
import { openSuiteIcons, type SuiteIcons } from '../suiteIcons.js';
import type { SourceImage, TaskSource } from '../taskSource.js';

/** Names that the annotations spell with letters outside English, as English texts have them. */
const ENGLISH_NAMES: Readonly<Record<string, string>> = { tr: 'Turkey' };

/** The flags of countries as four unseen designers draw them. */
export async function flagsTask(modules: string): Promise<TaskSource> {
  const circle = await openSuiteIcons(modules, 'circle-flags');
  const oblong = await openSuiteIcons(modules, 'flag');
  const core = await openSuiteIcons(modules, 'cif');
  const pack = await openSuiteIcons(modules, 'flagpack');
  const names = await countryNames(modules);
  const countries = core.names.filter(
    (code) =>
      names.has(code) &&
      circle.names.includes(code) &&
      oblong.names.includes(`${code}-4x3`) &&
      pack.names.includes(code),
  );
  await refuseSameImages(circle, countries);
  const draw = async (icons: SuiteIcons, suffix = ''): Promise<SourceImage[]> => {
    const found: SourceImage[] = [];
    for (const [label, code] of countries.entries()) {
      found.push({ key: `${icons.set.prefix}_${code}`, label, pixels: await icons.pixels(code + suffix) });
    }
    return found;
  };
  return {
    name: 'flags',
    title: 'Flags of countries',
    metric: 'accuracy',
    classNames: countries.map((code) => names.get(code)!),
    templates: [
      '{c}',
      'flag of {c}',
      'flag {c}',
      'the flag of {c}',
      'a colorful icon of flag {c}',
      'an icon of the flag of {c}',
    ],
    splits: {
      train: [...(await draw(oblong, '-4x3')), ...(await draw(core))],
      validation: await draw(pack),
      test: await draw(circle),
    },
    standsIn: 'Country211',
    standsInTitle: 'Country211',
    differs: 'The flag itself instead of a photograph taken somewhere in the country.',
    notes: [
      'Test: Circle Flags, which cut every flag to a disc. Train: Flag Icons and CoreUI Flags, two images a class. ' +
        'Validation: Flagpack. All four designers are held out of IconWIT by whole sets.',
      'Flags are given, not invented: other designers draw the same ones for IconWIT, so what is unseen is the drawing and not ' +
        'the design.',
      'Cut to a disc some pairs are nearly the same image (Chad and Romania, Indonesia and Monaco).',
    ],
    credits: [circle.credit, oblong.credit, core.credit, pack.credit],
  };
}

/** Two-letter code -> English name, by Unicode's annotations of the flag emoji. */
async function countryNames(modules: string): Promise<Map<string, string>> {
  const text = await readFile(join(modules, 'emojibase-data', 'en', 'data.json'), 'utf8');
  const entries = JSON.parse(text) as { label: string; hexcode: string }[];
  return new Map(
    entries.flatMap(({ label, hexcode }): [string, string][] => {
      const letters = hexcode.split('-').map((hex) => parseInt(hex, 16) - 0x1f1e6);
      if (!label.startsWith('flag: ') || letters.length !== 2 || letters.some((k) => k < 0 || k > 25)) return [];
      const code = letters.map((k) => String.fromCharCode(97 + k)).join('');
      return [[code, ENGLISH_NAMES[code] ?? plainName(label.slice('flag: '.length))]];
    }),
  );
}

/** Without accents and signs: "Côte d’Ivoire" -> "Cote d'Ivoire", "Congo - Kinshasa" -> "Congo Kinshasa". */
function plainName(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replace(/’/g, "'").replace(/&/g, 'and').replace(/ - /g, ' ');
}

/** Two countries with the same image could never both be right. */
async function refuseSameImages(icons: SuiteIcons, codes: readonly string[]): Promise<void> {
  const seen = new Map<string, string>();
  for (const code of codes) {
    const hash = await icons.pixelHash(code);
    const other = seen.get(hash);
    if (other)
      throw new UserError(`${icons.set.prefix} draws ${other} and ${code} alike; leave one of them out of the flags.`);
    seen.set(hash, code);
  }
}
