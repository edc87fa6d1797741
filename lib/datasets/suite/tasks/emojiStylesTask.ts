import type { Random } from '../../../engine/random.js';
import { plainCategory } from '../../iconwit/iconCaptions.js';
import { iconWords } from '../../iconwit/iconWords.js';
import { plainEmoji } from '../plainEmoji.js';
import { labeledImages, openSuiteIcons } from '../suiteIcons.js';
import type { SourceImage, TaskSource } from '../taskSource.js';

/** Which unseen designer's drawings go where; five styles of the same things. */
const STYLES = {
  train: ['noto-v1'],
  validation: ['fluent-emoji-flat'],
  test: ['noto', 'fluent-emoji', 'fluent-emoji-high-contrast'],
} as const;

/** Groups whose things every designer draws as things; people come in many copies, flags are few. */
const GROUPS = [
  'Activities',
  'Animals & Nature',
  'Food & Drink',
  'Objects',
  'Smileys & Emotion',
  'Symbols',
  'Travel & Places',
];
const NAMES_PER_GROUP = 18;

/** The same emoji in five unseen styles, for robustness to a change of distribution. */
export async function emojiStylesTask(modules: string, random: Random): Promise<TaskSource> {
  const noto = await openSuiteIcons(modules, 'noto');
  const open = (prefixes: readonly string[]) => Promise.all(prefixes.map((prefix) => openSuiteIcons(modules, prefix)));
  const icons = {
    train: await open(STYLES.train),
    validation: await open(STYLES.validation),
    test: await open(STYLES.test),
  };
  const all = [...icons.train, ...icons.validation, ...icons.test];
  const shared = (await plainEmoji(noto)).filter((name) => all.every((set) => set.has(name)));
  const names = GROUPS.flatMap((group) =>
    random.shuffle(shared.filter((name) => noto.set.categories.get(name) === group)).slice(0, NAMES_PER_GROUP),
  ).sort();
  const draw = async (sets: typeof all): Promise<SourceImage[]> => {
    const images = [];
    for (const set of sets)
      images.push(
        ...(await labeledImages(
          set,
          names.map((name, label) => [name, label]),
        )),
      );
    return images;
  };
  return {
    name: 'emoji-styles',
    title: 'Emoji in five styles',
    metric: 'accuracy',
    classNames: names.map(iconWords),
    coarse: {
      names: GROUPS.map(plainCategory),
      of: names.map((name) => GROUPS.indexOf(noto.set.categories.get(name)!)),
    },
    templates: ['{c}', 'an icon of {c}', 'an icon of a {c}', 'a drawing of a {c}', 'an emoji of {c}', 'a {c} emoji'],
    splits: { train: await draw(icons.train), validation: await draw(icons.validation), test: await draw(icons.test) },
    standsIn: 'ImageNet-R',
    standsInTitle: 'ImageNet-R',
    differs:
      `${names.length} names instead of 200 classes, each drawn once a style: the shift is from designer to designer, where ` +
      'ImageNet-R goes from photographs to art.',
    notes: [
      'Train: Noto as it was before 2017. Validation: Fluent Flat. Test: Noto, Fluent (shaded, in three dimensions to the eye) and ' +
        'Fluent High Contrast (one color). The key of an image begins with its style; scores may be given style by style.',
      'All five are held out of IconWIT by whole sets, so zero-shot may also be measured on train and validation.',
      'The coarse classes are the groups of Unicode, for a supervised probe with more than one image a class.',
    ],
    credits: all.map((set) => set.credit),
  };
}
