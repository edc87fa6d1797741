import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../../../engine/random.js';
import { drawOnWhite } from '../../../image/decode/drawOnWhite.js';
import { fetchDeb } from '../../debian/fetchDeb.js';
import { STAMPS_DEB } from '../../debian/pinnedDebs.js';
import { readStamps, type Stamp } from '../../debian/readStamps.js';
import { imageKey } from '../imageKey.js';
import { SUITE_IMAGE_SIZE } from '../suiteIcons.js';
import { SPLIT_NAMES, type SourceImage, type SplitName, type TaskSource } from '../taskSource.js';

/** Kinds of thing by the folders of Tux Paint's stamps. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  ball: ['sports'],
  bird: ['animals/birds'],
  fish: ['animals/fish'],
  flower: ['plants/flowers'],
  fruit: ['food/fruit'],
  insect: ['animals/insects'],
  mammal: ['animals/mammals', 'animals/marsupials'],
  'musical instrument': ['hobbies/music'],
  planet: ['space/planets', 'space/moon'],
  tool: ['household/tools'],
  vegetable: ['food/vegetables'],
};
/** Toys and the like, which are of another kind than their folder. */
const NOT = /\/toys$|\/plastic$/;

const MOST: Readonly<Record<SplitName, number>> = { train: 4, validation: 1, test: 24 };

/** What is on photographs of single things, cut out on white. */
export async function photographsTask(_modules: string, random: Random, cache: string): Promise<TaskSource> {
  const stamps = await readStamps(await fetchDeb(join(cache, 'debian'), STAMPS_DEB));
  const splits = { train: [], validation: [], test: [] } as Record<SplitName, SourceImage[]>;
  for (const [label, folders] of Object.values(KINDS).entries()) {
    const own = random.shuffle(stamps.filter((stamp) => stamp.photograph && isBelow(stamp.folder, folders)));
    let used = 0;
    for (const split of SPLIT_NAMES) {
      for (const stamp of own.slice(used, used + MOST[split])) splits[split].push(await cutOut(stamp, label));
      used += MOST[split];
    }
  }
  return {
    name: 'photographs',
    title: 'Cut-out photographs',
    metric: 'accuracy',
    classNames: Object.keys(KINDS),
    templates: [
      '{c}',
      'a photo of a {c}',
      'a photo of a {c} on white',
      'a photo of one {c}',
      'a picture of a {c}',
      'an image of a {c}',
    ],
    splits,
    standsIn: 'STL10',
    standsInTitle: 'STL-10',
    differs:
      'Photographs of eleven kinds of single things, cut out on white, instead of ten kinds of animal and vehicle.',
    notes: [
      'The only photographs of the suite; IconWIT has none. The class is the kind by the folder it comes from, the image one of its sorts.',
      'Who took a photograph is told for some only, so one photographer may be on both sides of the split.',
    ],
    credits: [
      {
        title: "Tux Paint's stamps",
        author: 'Bill Kendrick and the contributors to Tux Paint',
        license: 'GPL-2.0-or-later',
        source: `https://tuxpaint.org/stamps/ (Debian's ${STAMPS_DEB.name} ${STAMPS_DEB.version})`,
      },
    ],
  };
}

function isBelow(folder: string, roots: readonly string[]): boolean {
  return !NOT.test(folder) && roots.some((root) => folder === root || folder.startsWith(`${root}/`));
}

async function cutOut({ path, png }: Stamp, label: number): Promise<SourceImage> {
  const pixels = await drawOnWhite(await readFile(png), SUITE_IMAGE_SIZE);
  return { key: imageKey('stamps', path.replace(/\.png$/, '')), label, pixels };
}
