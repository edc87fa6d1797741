import type { Random } from '../../../engine/random.js';
import { iconWords } from '../../iconwit/iconWords.js';
import { plainEmoji } from '../plainEmoji.js';
import { openSuiteIcons, type SuiteIcons } from '../suiteIcons.js';
import type { SourceImage, TaskSource } from '../taskSource.js';

/** Of the validation designer's images so many are kept: enough to choose by, and small. */
const VALIDATION_IMAGES = 400;

/** Every emoji of an unseen designer, told apart by name. */
export async function emojiNamesTask(modules: string, random: Random): Promise<TaskSource> {
  const noto = await openSuiteIcons(modules, 'noto');
  const older = await openSuiteIcons(modules, 'noto-v1');
  const fluent = await openSuiteIcons(modules, 'fluent-emoji-flat');
  const classes = await plainEmoji(noto);
  const shared = classes.filter((name) => fluent.names.includes(name));
  const validation = new Set(random.shuffle(shared).slice(0, VALIDATION_IMAGES));
  const images = async (icons: SuiteIcons, wanted: (name: string) => boolean): Promise<SourceImage[]> => {
    const found: SourceImage[] = [];
    for (const [label, name] of classes.entries()) {
      if (!icons.names.includes(name) || !wanted(name)) continue;
      found.push({ key: `${icons.set.prefix}_${name}`, label, pixels: await icons.pixels(name) });
    }
    return found;
  };
  return {
    name: 'emoji-names',
    title: 'Names of emoji',
    metric: 'accuracy',
    classNames: classes.map(iconWords),
    templates: [
      '{c}',
      'a colorful icon of {c}',
      'a colorful icon of a {c}',
      'an icon of {c}',
      'an emoji of {c}',
      'a {c} emoji',
    ],
    splits: {
      train: await images(older, () => true),
      validation: await images(fluent, (name) => validation.has(name)),
      test: await images(noto, () => true),
    },
    standsIn: 'ImageNet',
    standsInTitle: 'ImageNet',
    differs:
      'One drawing a class where ImageNet has fifty photographs; 1.7 times as many classes, many of them fine (clock faces, ' +
      'families, facial expressions); drawings, not photographs.',
    notes: [
      'Test: every Noto emoji without skin tones, one image a class. The designer is held out of IconWIT by whole sets.',
      'Train: the earlier Noto drawings of the same names, one image a class; classes that it lacks have no training image, ' +
        'so a supervised probe sees at most one shot and cannot name every class.',
      'Validation: 400 of the same names as drawn by Fluent Emoji Flat, another unseen designer.',
      'Names that show pixel for pixel the image of another name are left out.',
    ],
    credits: [noto.credit, older.credit, fluent.credit],
  };
}
