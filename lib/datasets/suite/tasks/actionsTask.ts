import { iconWords } from '../../iconwit/iconWords.js';
import { labeledImages, openSuiteIcons } from '../suiteIcons.js';
import type { SourceImage, TaskSource } from '../taskSource.js';

const ACTIONS = [
  ...['biking', 'bouncing-ball', 'bowing', 'cartwheeling', 'climbing', 'dancing', 'facepalming', 'gesturing-no'],
  ...[
    'gesturing-ok',
    'getting-haircut',
    'getting-massage',
    'golfing',
    'in-lotus-position',
    'in-steamy-room',
    'juggling',
  ],
  ...['kneeling', 'lifting-weights', 'mountain-biking', 'playing-handball', 'playing-water-polo', 'raising-hand'],
  ...['rowing-boat', 'running', 'shrugging', 'standing', 'surfing', 'swimming', 'tipping-hand', 'walking'],
];
const WHO = ['person', 'man', 'woman'];

/** What a body does, as drawn by unseen designers. */
export async function actionsTask(modules: string): Promise<TaskSource> {
  const named = ACTIONS.flatMap((action, label) => WHO.map((who) => [`${who}-${action}`, label] as const));
  const noto = await openSuiteIcons(modules, 'noto');
  const older = await openSuiteIcons(modules, 'noto-v1');
  const fluent = await openSuiteIcons(modules, 'fluent-emoji');
  const flat = await openSuiteIcons(modules, 'fluent-emoji-flat');
  const train: SourceImage[] = [
    ...(await labeledImages(older, named)),
    ...(await labeledImages(
      flat,
      named.filter(([name]) => name.startsWith('person-')),
    )),
  ];
  return {
    name: 'actions',
    title: 'Actions of the body',
    metric: 'accuracy',
    classNames: ACTIONS.map(iconWords),
    templates: [
      '{c}',
      'a person {c}',
      'a man {c}',
      'a woman {c}',
      'an icon of a person {c}',
      'an emoji of a person {c}',
    ],
    splits: {
      train,
      validation: await labeledImages(
        flat,
        named.filter(([name]) => !name.startsWith('person-')),
      ),
      test: [...(await labeledImages(noto, named)), ...(await labeledImages(fluent, named))],
    },
    standsIn: 'UCF101',
    standsInTitle: 'UCF101',
    differs: `${ACTIONS.length} actions as single drawings; UCF101 takes the middle frame of a film. Some have a thing that gives them away (a boat, a ball).`,
    notes: [
      'Each action is drawn as a person, a man and a woman. Train and validation are the earlier Noto and Fluent Flat.',
    ],
    credits: [noto.credit, older.credit, fluent.credit, flat.credit],
  };
}
