import { join } from 'node:path';
import type { Random } from '../../../engine/random.js';
import { renderDrawing } from '../../../image/decode/renderDrawing.js';
import { artistNumber } from '../../debian/artists.js';
import { fetchDeb } from '../../debian/fetchDeb.js';
import { OPENCLIPART_DEB } from '../../debian/pinnedDebs.js';
import type { Drawing } from '../../debian/readOpenclipart.js';
import { DRAWING_SETS, readDrawingSets } from '../../iconwit/drawingSets.js';
import { pixelHash } from '../../iconwit/renderIcon.js';
import { imageKey } from '../imageKey.js';
import { SUITE_IMAGE_SIZE } from '../suiteIcons.js';
import { SPLIT_NAMES, type SourceImage, type TaskSource } from '../taskSource.js';

/** Kinds by the folders of Openclipart; of two that fit, the deeper folder counts. */
const KINDS: Readonly<Record<string, string>> = {
  animal: 'animals',
  beverage: 'food/beverages',
  bird: 'animals/birds',
  'body part': 'people/bodypart',
  building: 'buildings',
  clothing: 'people/clothing',
  'computer hardware': 'computer',
  electronics: 'electronics',
  flag: 'signs_and_symbols/flags',
  food: 'food',
  fruit: 'food/fruit',
  insect: 'animals/bugs',
  map: 'geography',
  'musical instrument': 'recreation/music',
  'office thing': 'office',
  party: 'recreation/party',
  person: 'people',
  planet: 'geography/astronomy',
  plant: 'plants',
  sport: 'recreation/sports',
  tool: 'tools',
  vehicle: 'transportation',
};
/** Folders of other kinds below those. */
const OTHER = [
  ...['tools/weapons', 'computer/icons', 'computer/buttons', 'transportation/aiga-symbols', 'transportation/roadsigns'],
  ...['people/smilies', 'people/stickmen', 'animals/fish', 'buildings/furniture', 'food/desserts', 'plants/flowers'],
];

const LEAST = { train: 6, validation: 1, test: 5 };
const MOST = { train: 16, validation: 4, test: 16 };
/** Of a hundred artists so many test. */
const TEST_SHARE = 45;
/** Chosen for how evenly it parts the drawings of each kind, by their number alone. */
const ARTIST_SEED = 272;

/** Kinds of thing as amateurs draw them, each artist on one side. */
export async function clipartKindsTask(_modules: string, random: Random, cache: string): Promise<TaskSource> {
  const halves = await readDrawingSets(await fetchDeb(join(cache, 'debian'), OPENCLIPART_DEB));
  const { drawings: held } = halves.find(({ info }) => info.prefix === DRAWING_SETS.heldout)!;
  const classNames = Object.keys(KINDS);
  const splits = { train: [] as SourceImage[], validation: [] as SourceImage[], test: [] as SourceImage[] };
  const seen = new Set<string>();
  /** The first of some drawings that show what no other has shown: the library has copies under other kinds. */
  const fresh = async (from: readonly Drawing[], label: number, most: number): Promise<SourceImage[]> => {
    const images: SourceImage[] = [];
    for (const drawing of from) {
      if (images.length === most) break;
      const image = await draw(drawing, label);
      const hash = pixelHash(image.pixels);
      if (!seen.has(hash)) images.push(image);
      seen.add(hash);
    }
    return images;
  };
  for (const [label, name] of classNames.entries()) {
    const own = random.shuffle(held.filter(({ path }) => kindOf(path) === name));
    const known = own.filter(({ artist }) => !tests(artist));
    const unseen = own.filter(({ artist }) => tests(artist));
    const spared = Math.min(MOST.validation, Math.max(LEAST.validation, Math.floor(known.length / 5)));
    const parts = {
      validation: await fresh(known.slice(0, spared), label, MOST.validation),
      train: await fresh(known.slice(spared), label, MOST.train),
      test: await fresh(unseen, label, MOST.test),
    };
    for (const split of SPLIT_NAMES) {
      if (parts[split].length < LEAST[split])
        throw new Error(
          `clipart-kinds: ${name} has ${parts[split].length} drawings to ${split}, expected ${LEAST[split]}`,
        );
      splits[split].push(...parts[split]);
    }
  }
  return {
    name: 'clipart-kinds',
    title: 'Kinds of clip art',
    metric: 'meanPerClass',
    classNames,
    templates: [
      '{c}',
      'a drawing of a {c}',
      'clip art of a {c}',
      'a colorful drawing of a {c}',
      'an image of a {c}',
      'a {c}, as a drawing',
    ],
    splits,
    standsIn: 'ObjectNet',
    standsInTitle: 'ObjectNet',
    differs: 'Clip art by amateurs, in kinds, instead of photographs of objects in unusual poses.',
    notes: [
      "The kinds are the library's folders. No artist of the test images has one in training or validation, or in IconWIT.",
    ],
    credits: [
      {
        title: 'Openclipart',
        author: 'the contributors to Openclipart',
        license: 'CC-PDDC',
        source: `https://openclipart.org (Debian's ${OPENCLIPART_DEB.name} ${OPENCLIPART_DEB.version})`,
      },
    ],
  };
}

function tests(artist: string): boolean {
  return artistNumber(`clipart-kinds ${ARTIST_SEED}`, artist) % 100 >= 100 - TEST_SHARE;
}

function kindOf(path: string): string | undefined {
  const below = (folder: string): boolean => path.startsWith(`${folder}/`);
  if (OTHER.some(below)) return undefined;
  const fitting = Object.entries(KINDS).filter(([, folder]) => below(folder));
  return fitting.sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
}

async function draw({ path, svg }: Drawing, label: number): Promise<SourceImage> {
  const key = imageKey('openclipart', path.replace(/\.svg$/, ''));
  return { key, label, pixels: await renderDrawing(svg, SUITE_IMAGE_SIZE) };
}
