import type { Random } from '../../../engine/random.js';
import { plainCategory } from '../../iconwit/iconCaptions.js';
import { readEmojiSubgroups } from '../emojiSubgroups.js';
import { plainEmoji } from '../plainEmoji.js';
import { splitByClass } from '../splitByClass.js';
import { labeledImages, openSuiteIcons } from '../suiteIcons.js';
import type { TaskSource } from '../taskSource.js';

const PER_CLASS = { train: 5, validation: 2, test: 5 };

/** The finer groups of an unseen emoji designer; each belongs to one of the groups of emoji-groups. */
export async function emojiSubgroupsTask(modules: string, random: Random): Promise<TaskSource> {
  const noto = await openSuiteIcons(modules, 'noto');
  const subgroupOf = await readEmojiSubgroups(modules);
  const members = new Map<string, string[]>();
  for (const name of await plainEmoji(noto)) {
    const subgroup = subgroupOf(name);
    if (subgroup && noto.set.categories.has(name)) members.set(subgroup, [...(members.get(subgroup) ?? []), name]);
  }
  const enough = PER_CLASS.train + PER_CLASS.validation + PER_CLASS.test;
  // What is left over in "other symbols" and the like has no name that says what it is.
  const subgroups = [...members.keys()]
    .filter((s) => members.get(s)!.length >= enough && !s.startsWith('other '))
    .sort();
  const chosen = subgroups.flatMap((subgroup, label) =>
    random
      .shuffle([...members.get(subgroup)!])
      .slice(0, enough)
      .map((name) => [name, label] as const),
  );
  const groups = [...new Set(chosen.map(([name]) => noto.set.categories.get(name)!))].sort();
  const groupOf = (label: number): number => {
    const [first] = chosen.find(([, l]) => l === label)!;
    return groups.indexOf(noto.set.categories.get(first)!);
  };
  return {
    name: 'emoji-subgroups',
    title: 'Finer groups of emoji',
    metric: 'accuracy',
    classNames: subgroups.map(plainCategory),
    coarse: { names: groups.map(plainCategory), of: subgroups.map((_, label) => groupOf(label)) },
    templates: ['{c}', 'an icon of {c}', 'a colorful icon of {c}', 'an emoji of {c}', '{c} symbol', '{c} icon'],
    splits: splitByClass(await labeledImages(noto, chosen), PER_CLASS, random),
    standsIn: 'CIFAR100',
    standsInTitle: 'CIFAR-100',
    differs: `${subgroups.length} kinds of thing with their larger groups, five test images a kind where CIFAR-100 has a hundred; drawings.`,
    notes: [
      "The kinds are Unicode's subgroups of at least twelve Noto emoji; coarse classes are its groups.",
      'The images are also images of emoji-names, under other labels.',
    ],
    credits: [noto.credit],
  };
}
