import type { Random } from '../../../engine/random.js';
import { drawSprite, placeApart, whiteScene } from '../scene.js';
import { openSuiteIcons, SUITE_IMAGE_SIZE, type SuiteIcons } from '../suiteIcons.js';
import type { SourceImage, SplitName, TaskSource } from '../taskSource.js';

/** The classes of VOC2007 and the emoji that show them; of its twenty the dining table has none. */
const CLASSES: Readonly<Record<string, readonly string[]>> = {
  airplane: ['airplane', 'small-airplane'],
  bicycle: ['bicycle'],
  bird: ['bird', 'dove', 'baby-chick', 'duck', 'eagle', 'owl'],
  boat: ['sailboat', 'speedboat', 'motor-boat', 'ship'],
  bottle: ['baby-bottle', 'bottle-with-popping-cork', 'sake'],
  bus: ['bus', 'oncoming-bus', 'trolleybus'],
  car: ['automobile', 'oncoming-automobile', 'taxi', 'sport-utility-vehicle'],
  cat: ['cat', 'cat-face'],
  chair: ['chair', 'seat'],
  cow: ['cow', 'cow-face', 'ox'],
  dog: ['dog', 'dog-face', 'poodle'],
  horse: ['horse', 'horse-face'],
  motorcycle: ['motorcycle', 'motor-scooter'],
  person: ['man', 'woman', 'boy', 'girl', 'old-man', 'old-woman'],
  'potted plant': ['potted-plant', 'cactus', 'seedling'],
  sheep: ['ewe', 'ram'],
  sofa: ['couch-and-lamp'],
  train: ['locomotive', 'train', 'metro', 'high-speed-train'],
  television: ['television', 'desktop-computer'],
};

const IMAGES: Readonly<Record<SplitName, number>> = { train: 160, validation: 60, test: 200 };

/** Scenes of one to three things, each of which is to be found. */
export async function scenesTask(modules: string, random: Random): Promise<TaskSource> {
  const older = await openSuiteIcons(modules, 'noto-v1');
  const flat = await openSuiteIcons(modules, 'fluent-emoji-flat');
  const noto = await openSuiteIcons(modules, 'noto');
  const classNames = Object.keys(CLASSES);
  const compose = async (split: SplitName, icons: SuiteIcons): Promise<SourceImage[]> => {
    const drawn = classNames.flatMap((name, label) => {
      const names = CLASSES[name]!.filter((emoji) => icons.has(emoji));
      return names.length > 0 ? [{ label, names }] : [];
    });
    const images: SourceImage[] = [];
    let deck: typeof drawn = [];
    for (let k = 0; k < IMAGES[split]; k++) {
      // Dealt from a shuffled deck, so that classes occur about equally often.
      if (deck.length < 3) deck = random.shuffle([...drawn]);
      const things = deck.splice(0, 1 + random.int(3));
      const pixels = whiteScene(SUITE_IMAGE_SIZE);
      const places = placeApart(
        things.map(() => 24 + random.int(5)),
        SUITE_IMAGE_SIZE,
        random,
      );
      for (const [n, { names }] of things.entries()) {
        const { left, top, size } = places[n]!;
        drawSprite(pixels, SUITE_IMAGE_SIZE, await icons.sprite(names[random.int(names.length)]!, size), left, top);
      }
      const labels = things.map(({ label }) => label).sort((a, b) => a - b);
      images.push({ key: `${split}_${String(k).padStart(3, '0')}`, label: labels[0]!, labels, pixels });
    }
    return images;
  };
  return {
    name: 'scenes',
    title: 'Things in a scene',
    metric: 'elevenPointMap',
    classNames,
    templates: [
      '{c}',
      'a picture of a {c}',
      'an icon of a {c}',
      'a colorful icon of {c}',
      'a scene with a {c}',
      'there is a {c}',
    ],
    splits: {
      train: await compose('train', older),
      validation: await compose('validation', flat),
      test: await compose('test', noto),
    },
    standsIn: 'PascalVOC2007',
    standsInTitle: 'PASCAL VOC 2007',
    differs:
      'Its classes (all but the dining table) as emoji, one to three on white and apart, instead of photographs of scenes.',
    notes: [
      'Composed by the program; several labels an image. Train, validation and test use the earlier Noto, Fluent Flat and Noto.',
      'A class that a designer does not draw has no image in that part.',
    ],
    credits: [older.credit, flat.credit, noto.credit],
  };
}
