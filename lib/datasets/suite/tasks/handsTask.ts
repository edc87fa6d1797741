import { iconWords } from '../../iconwit/iconWords.js';
import { labeledImages, openSuiteIcons } from '../suiteIcons.js';
import type { TaskSource } from '../taskSource.js';

const SIGNS = [
  ...['backhand-index-pointing-down', 'backhand-index-pointing-left', 'backhand-index-pointing-right'],
  ...[
    'backhand-index-pointing-up',
    'call-me-hand',
    'clapping-hands',
    'crossed-fingers',
    'flexed-biceps',
    'folded-hands',
  ],
  ...[
    'hand-with-fingers-splayed',
    'index-pointing-up',
    'left-facing-fist',
    'love-you-gesture',
    'ok-hand',
    'oncoming-fist',
  ],
  ...['open-hands', 'palms-up-together', 'pinching-hand', 'raised-back-of-hand', 'raised-fist', 'raised-hand'],
  ...['raising-hands', 'right-facing-fist', 'selfie', 'sign-of-the-horns', 'thumbs-down', 'thumbs-up', 'victory-hand'],
  ...['vulcan-salute', 'waving-hand', 'writing-hand'],
];

/** Signs that hands make, in several skin tones, by unseen designers. */
export async function handsTask(modules: string): Promise<TaskSource> {
  const noto = await openSuiteIcons(modules, 'noto');
  const older = await openSuiteIcons(modules, 'noto-v1');
  const flat = await openSuiteIcons(modules, 'fluent-emoji-flat');
  const named = (endings: readonly string[]) =>
    SIGNS.flatMap((sign, label) => endings.map((ending) => [sign + ending, label] as const));
  return {
    name: 'hands',
    title: 'Signs of the hand',
    metric: 'accuracy',
    classNames: SIGNS.map(iconWords),
    templates: [
      '{c}',
      'an icon of {c}',
      'a colorful icon of {c}',
      'an emoji of {c}',
      'a hand sign: {c}',
      'the gesture {c}',
    ],
    splits: {
      train: await labeledImages(older, named(['', '-medium-light-skin-tone', '-dark-skin-tone'])),
      validation: await labeledImages(flat, named(['', '-medium-dark'])),
      test: await labeledImages(noto, named(['', '-light-skin-tone', '-medium-skin-tone', '-dark-skin-tone'])),
    },
    standsIn: 'GTSRB',
    standsInTitle: 'GTSRB',
    differs: `${SIGNS.length} signs that hands make instead of 43 that stand by the road; few shapes, told apart by small parts, in other colors.`,
    notes: ['Test: Noto in four skin tones. Train: the earlier Noto in three. Validation: Fluent Flat in two.'],
    credits: [noto.credit, older.credit, flat.credit],
  };
}
