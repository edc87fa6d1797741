import type { Random } from '../../../engine/random.js';
import { plainCategory } from '../../iconwit/iconCaptions.js';
import { plainEmoji } from '../plainEmoji.js';
import { openSuiteIcons } from '../suiteIcons.js';
import type { SourceImage, TaskSource } from '../taskSource.js';

/** Of a group in each split. */
const PER_CLASS = { train: 16, validation: 8, test: 40 };

/** The groups of emoji, but for the thin one of flags: other emoji by other designers in training than in test. */
export async function emojiKindsTask(modules: string, random: Random): Promise<TaskSource> {
  const noto = await openSuiteIcons(modules, 'noto');
  const known = [await openSuiteIcons(modules, 'fluent-emoji-flat'), await openSuiteIcons(modules, 'openmoji')];
  const groups = [...new Set(noto.set.categories.values())].filter((group) => group !== 'Flags').sort();
  const emoji = await plainEmoji(noto);
  const splits = { train: [] as SourceImage[], validation: [] as SourceImage[], test: [] as SourceImage[] };
  for (const [label, group] of groups.entries()) {
    const own = random.shuffle(emoji.filter((name) => noto.set.categories.get(name) === group));
    const test = own.slice(0, PER_CLASS.test);
    for (const name of test) splits.test.push(await noto.image(name, label));
    const rest = own.slice(PER_CLASS.test).flatMap((name, k) => {
      const icons = known[k % known.length]!;
      return icons.has(name) ? [{ icons, name }] : [];
    });
    for (const { icons, name } of rest.slice(0, PER_CLASS.train)) splits.train.push(await icons.image(name, label));
    for (const { icons, name } of rest.slice(PER_CLASS.train, PER_CLASS.train + PER_CLASS.validation))
      splits.validation.push(await icons.image(name, label));
  }
  return {
    name: 'emoji-kinds',
    title: 'Kinds of emoji',
    metric: 'accuracy',
    classNames: groups.map(plainCategory),
    templates: ['{c}', 'an icon of {c}', 'a colorful icon of {c}', 'an emoji of {c}', '{c} symbol', '{c} icon'],
    splits,
    standsIn: 'aYahoo',
    standsInTitle: 'aYahoo',
    differs: 'Eight broad groups of emoji by use and meaning, instead of photographs of twelve kinds of thing.',
    notes: [
      "The groups are Unicode's. Train and validation: Fluent Emoji Flat and OpenMoji; test: other emoji by Noto.",
    ],
    credits: [noto.credit, ...known.map(({ credit }) => credit)],
  };
}
