import type { Random } from '../../../engine/random.js';
import { plainCategory } from '../../iconwit/iconCaptions.js';
import { plainEmoji } from '../plainEmoji.js';
import { splitByClass } from '../splitByClass.js';
import { openSuiteIcons } from '../suiteIcons.js';
import type { SourceImage, TaskSource } from '../taskSource.js';

/** Most images of a group in each split; a smaller group is parted in the same proportions. */
const PER_CLASS = { train: 40, validation: 20, test: 60 };

/** The nine groups of an unseen emoji designer. */
export async function emojiGroupsTask(modules: string, random: Random): Promise<TaskSource> {
  const noto = await openSuiteIcons(modules, 'noto');
  const categories = [...new Set(noto.set.categories.values())].sort();
  const images: SourceImage[] = [];
  for (const name of await plainEmoji(noto)) {
    const category = noto.set.categories.get(name);
    if (category === undefined) continue;
    images.push({ key: `noto_${name}`, label: categories.indexOf(category), pixels: await noto.pixels(name) });
  }
  return {
    name: 'emoji-groups',
    title: 'Groups of emoji',
    metric: 'meanPerClass',
    classNames: categories.map(plainCategory),
    templates: ['{c}', 'an icon of {c}', 'a colorful icon of {c}', 'an emoji of {c}', '{c} symbol', '{c} icon'],
    splits: splitByClass(images, PER_CLASS, random),
    standsIn: 'Caltech101',
    standsInTitle: 'Caltech-101',
    differs:
      'Nine broad groups by use and meaning rather than 101 kinds of object; drawings of one designer, not photographs.',
    notes: [
      'The groups are those of Unicode. The designer is held out of IconWIT by whole sets.',
      'The images are also test images of emoji-names, under other labels.',
      'The group of flags has nine images only (this set keeps country flags elsewhere), so the score is the mean over classes.',
    ],
    credits: [noto.credit],
  };
}
