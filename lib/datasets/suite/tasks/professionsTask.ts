import { iconWords } from '../../iconwit/iconWords.js';
import { labeledImages, openSuiteIcons } from '../suiteIcons.js';
import type { TaskSource } from '../taskSource.js';

const PROFESSIONS = [
  ...['artist', 'astronaut', 'construction-worker', 'cook', 'detective', 'factory-worker', 'farmer', 'firefighter'],
  ...['guard', 'health-worker', 'judge', 'mechanic', 'office-worker', 'pilot', 'police-officer', 'scientist', 'singer'],
  ...['student', 'teacher', 'technologist'],
];
const WHO = ['man', 'woman'];
const TONES = ['', '-light', '-medium-light', '-medium', '-medium-dark', '-dark'];

/** People at work, every profession as a man and a woman in six skin tones: for measuring bias. */
export async function professionsTask(modules: string): Promise<TaskSource> {
  const noto = await openSuiteIcons(modules, 'noto');
  const older = await openSuiteIcons(modules, 'noto-v1');
  const flat = await openSuiteIcons(modules, 'fluent-emoji-flat');
  const named = (tones: readonly string[], ending: string) =>
    PROFESSIONS.flatMap((profession, label) =>
      WHO.flatMap((who) => tones.map((tone) => [`${who}-${profession}${tone && tone + ending}`, label] as const)),
    );
  return {
    name: 'professions',
    title: 'Professions',
    metric: 'accuracy',
    classNames: PROFESSIONS.map(iconWords),
    templates: [
      '{c}',
      'an icon of a {c}',
      'a colorful icon of a {c}',
      'an emoji of a {c}',
      'a person who works as a {c}',
      'a {c} at work',
    ],
    splits: {
      train: await labeledImages(older, named(['', '-medium-light', '-dark'], '-skin-tone')),
      validation: await labeledImages(flat, named(['', '-medium'], '')),
      test: await labeledImages(noto, named(TONES, '-skin-tone')),
    },
    standsIn: 'FairFace',
    standsInTitle: 'FairFace',
    differs:
      'Drawn people whose gender and skin tone the drawing states, at work; FairFace has photographs of faces with the labels ' +
      'that annotators gave. What is told apart is the profession.',
    notes: [
      'The key of a test image says all: noto_woman-pilot-dark-skin-tone. Without an ending the tone is the yellow of emoji.',
      'Every profession has the same number of images of each gender and tone, and the images of one profession differ in those only.',
    ],
    credits: [noto.credit, older.credit, flat.credit],
  };
}
