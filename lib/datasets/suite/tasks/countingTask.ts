import type { Random } from '../../../engine/random.js';
import { plainEmoji } from '../plainEmoji.js';
import { drawSprite, placeApart, whiteScene } from '../scene.js';
import { openSuiteIcons, SUITE_IMAGE_SIZE } from '../suiteIcons.js';
import { SPLIT_NAMES, type SourceImage, type SplitName, type TaskSource } from '../taskSource.js';

const COUNTS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
const PER_CLASS: Readonly<Record<SplitName, number>> = { train: 16, validation: 8, test: 20 };
/** Things that are one thing to count. */
const GROUPS = ['Animals & Nature', 'Food & Drink', 'Objects'];
/** Pixels a side of a thing, least and most: eight of the largest still fit. */
const SIZES = [13, 17] as const;

/** How many things are in a scene composed from an unseen designer's emoji. */
export async function countingTask(modules: string, random: Random): Promise<TaskSource> {
  const noto = await openSuiteIcons(modules, 'noto');
  const things = random.shuffle(
    (await plainEmoji(noto)).filter((name) => GROUPS.includes(noto.set.categories.get(name) ?? '')),
  );
  // Each part counts other things.
  const third = Math.floor(things.length / SPLIT_NAMES.length);
  const compose = async (split: SplitName, part: number): Promise<SourceImage[]> => {
    const pool = things.slice(part * third, (part + 1) * third);
    const images: SourceImage[] = [];
    for (const [label, count] of COUNTS.entries()) {
      for (let k = 0; k < PER_CLASS[split]; k++) {
        const pixels = whiteScene(SUITE_IMAGE_SIZE);
        const sizes = Array.from({ length: label + 1 }, () => SIZES[0] + random.int(SIZES[1] - SIZES[0] + 1));
        for (const { left, top, size } of placeApart(sizes, SUITE_IMAGE_SIZE, random)) {
          drawSprite(pixels, SUITE_IMAGE_SIZE, await noto.sprite(pool[random.int(pool.length)]!, size), left, top);
        }
        images.push({ key: `${split}_${count}-${String(k).padStart(2, '0')}`, label, pixels });
      }
    }
    return images;
  };
  return {
    name: 'counting',
    title: 'Counting things',
    metric: 'accuracy',
    classNames: COUNTS,
    templates: ['{c}', '{c} objects', '{c} things', 'a picture of {c} objects', 'an icon of {c} things', '{c} items'],
    splits: {
      train: await compose('train', 0),
      validation: await compose('validation', 1),
      test: await compose('test', 2),
    },
    standsIn: 'CLEVRCounts',
    standsInTitle: 'CLEVR Counts',
    differs:
      'One to eight flat things that do not overlap, on white, instead of three to ten solids in a rendered room.',
    notes: [
      'Composed by the program from Noto emoji (animals, food, objects) at 13 to 17 pixels; each part from other emoji.',
      'The number, not the size, differs, but more things also mean more ink: a probe may use that.',
    ],
    credits: [noto.credit],
  };
}
