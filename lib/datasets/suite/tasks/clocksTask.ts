import { iconWords } from '../../iconwit/iconWords.js';
import { labeledImages, openSuiteIcons, type SuiteIcons } from '../suiteIcons.js';
import type { SourceImage, TaskSource } from '../taskSource.js';

const HOURS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** What time a clock's face shows. */
export async function clocksTask(modules: string): Promise<TaskSource> {
  const times = HOURS.flatMap((hour) => [`${hour}-oclock`, `${hour}-thirty`]);
  const named = times.map((time, label) => [time, label] as const);
  const open = (prefix: string): Promise<SuiteIcons> => openSuiteIcons(modules, prefix);
  const train = [await open('noto-v1'), await open('fluent-emoji')];
  const validation = await open('fluent-emoji-flat');
  const test = [await open('noto'), await open('fluent-emoji-high-contrast')];
  const draw = async (sets: readonly SuiteIcons[]): Promise<SourceImage[]> =>
    (await Promise.all(sets.map((set) => labeledImages(set, named)))).flat();
  return {
    name: 'clocks',
    title: 'Clock faces',
    metric: 'meanPerClass',
    classNames: times.map(iconWords),
    templates: ['{c}', 'a clock that shows {c}', 'the time is {c}', 'an icon of {c}', 'an emoji of {c}', 'clock {c}'],
    splits: { train: await draw(train), validation: await draw([validation]), test: await draw(test) },
    standsIn: 'FGVCAircraft',
    standsInTitle: 'FGVC Aircraft',
    differs:
      'Twenty-four variants of one thing, told apart by two hands, instead of a hundred aircraft told apart by small parts.',
    notes: ['Two test images a class, by two designers: read the score with its interval.'],
    credits: [...train, validation, ...test].map((set) => set.credit),
  };
}
