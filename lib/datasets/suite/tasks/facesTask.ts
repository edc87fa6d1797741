import { labeledImages, openSuiteIcons } from '../suiteIcons.js';
import type { SourceImage, TaskSource } from '../taskSource.js';

/** The seven expressions of FER2013 and the faces that show them, after the emoji's own names and annotations. */
const EXPRESSIONS: Readonly<Record<string, readonly string[]>> = {
  angry: [
    'angry-face',
    'angry-face-with-horns',
    'face-with-steam-from-nose',
    'pouting-face',
    'face-with-symbols-on-mouth',
    'pouting-cat',
  ],
  disgusted: ['nauseated-face', 'face-vomiting', 'confounded-face', 'woozy-face', 'sneezing-face'],
  fearful: [
    'fearful-face',
    'anxious-face-with-sweat',
    'face-screaming-in-fear',
    'anguished-face',
    'cold-face',
    'weary-cat',
  ],
  happy: [
    ...[
      'grinning-face',
      'grinning-face-with-big-eyes',
      'grinning-face-with-smiling-eyes',
      'beaming-face-with-smiling-eyes',
    ],
    ...['grinning-squinting-face', 'slightly-smiling-face', 'smiling-face', 'smiling-face-with-smiling-eyes'],
    ...['grinning-cat', 'grinning-cat-with-smiling-eyes', 'partying-face', 'star-struck', 'smiling-face-with-halo'],
  ],
  neutral: [
    'neutral-face',
    'expressionless-face',
    'face-without-mouth',
    'face-with-raised-eyebrow',
    'zipper-mouth-face',
  ],
  sad: [
    ...[
      'crying-face',
      'loudly-crying-face',
      'disappointed-face',
      'frowning-face',
      'slightly-frowning-face',
      'pensive-face',
    ],
    ...[
      'sad-but-relieved-face',
      'crying-cat',
      'worried-face',
      'weary-face',
      'pleading-face',
      'downcast-face-with-sweat',
    ],
  ],
  surprised: [
    'astonished-face',
    'face-with-open-mouth',
    'hushed-face',
    'flushed-face',
    'exploding-head',
    'frowning-face-with-open-mouth',
  ],
};

/** Facial expressions in five unseen styles. */
export async function facesTask(modules: string): Promise<TaskSource> {
  const classNames = Object.keys(EXPRESSIONS);
  const named = classNames.flatMap((name, label) => EXPRESSIONS[name]!.map((face) => [face, label] as const));
  const sets = {
    train: ['noto-v1', 'fluent-emoji-high-contrast'],
    validation: ['fluent-emoji-flat'],
    test: ['noto', 'fluent-emoji'],
  };
  const credits: TaskSource['credits'][number][] = [];
  const draw = async (prefixes: readonly string[]): Promise<SourceImage[]> => {
    const images = [];
    for (const prefix of prefixes) {
      const icons = await openSuiteIcons(modules, prefix);
      credits.push(icons.credit);
      images.push(...(await labeledImages(icons, named)));
    }
    return images;
  };
  return {
    name: 'faces',
    title: 'Facial expressions',
    metric: 'accuracy',
    classNames,
    templates: [
      '{c}',
      '{c} face',
      'a {c} face',
      'an emoji of a {c} face',
      'a face that looks {c}',
      'a colorful icon of {c} face',
    ],
    splits: { train: await draw(sets.train), validation: await draw(sets.validation), test: await draw(sets.test) },
    standsIn: 'FacialEmotionRecognition2013',
    standsInTitle: 'FER2013',
    differs: 'Its seven expressions on drawn faces, some of them cats, instead of small gray photographs of people.',
    notes: [
      'Which face shows which expression was settled by the names and annotations of the emoji before anything was measured.',
      'Train and test show the same expressions by other designers (Noto drew both Noto parts). Classes differ in size, as in FER2013.',
    ],
    credits,
  };
}
