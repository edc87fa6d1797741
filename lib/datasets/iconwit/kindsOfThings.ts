import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { iconWords } from './iconWords.js';

/** What kind of thing a caption's last words name, and those words; undefined where none is known. */
export type KindsOfThings = (caption: string) => { readonly thing: string; readonly kind: string } | undefined;

/** Unicode's groups of emoji whose members are things of one kind, and that kind in plain words. */
const KINDS: Readonly<Record<string, string>> = {
  'body-parts': 'part of the body',
  'person-role': 'person at work',
  'person-fantasy': 'fantasy creature',
  'person-sport': 'person doing sport',
  'animal-mammal': 'animal',
  'animal-bird': 'bird',
  'animal-amphibian': 'animal',
  'animal-reptile': 'reptile',
  'animal-marine': 'sea animal',
  'animal-bug': 'insect or other small animal',
  'plant-flower': 'flower',
  'plant-other': 'plant',
  'food-fruit': 'fruit',
  'food-vegetable': 'vegetable',
  'food-prepared': 'food',
  'food-asian': 'food',
  'food-sweet': 'sweet food',
  drink: 'drink',
  dishware: 'tableware',
  'place-building': 'building',
  'place-religious': 'building',
  'transport-ground': 'vehicle',
  'transport-water': 'boat or ship',
  'transport-air': 'aircraft',
  time: 'clock or watch',
  'sky-weather': 'sky and weather',
  'award-medal': 'award',
  sport: 'sport',
  game: 'game or toy',
  clothing: 'clothing',
  'musical-instrument': 'musical instrument',
  money: 'money',
  writing: 'writing tool',
  tool: 'tool',
  science: 'science instrument',
  medical: 'medical thing',
  household: 'household thing',
  arrow: 'arrow',
  religion: 'religious symbol',
  zodiac: 'sign of the zodiac',
  math: 'math symbol',
  punctuation: 'punctuation mark',
  geometric: 'shape',
};

/** Members that are of another kind than their group. */
const OTHER_KINDS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['dagger', 'crossed swords', 'bow and arrow', 'bomb', 'shield', 'boomerang'].map((name) => [name, 'weapon']),
  ),
  crab: 'sea animal',
  lobster: 'sea animal',
  shrimp: 'sea animal',
  squid: 'sea animal',
  oyster: 'sea animal',
};

/** Members that are of no kind of their group, or whose names mean something else to designers of interfaces. */
const OF_NO_KIND: ReadonlySet<string> = new Set([
  ...['paw prints', 'feather', 'spider web', 'bug', 'microbe', 'spiral shell', 'coral', 'egg', 'salt', 'mate', 'ice'],
  ...['pie', 'rosette', 'bread', 'beverage box', 'jar', 'amphora', 'brick', 'rock', 'wood', 'building construction'],
  ...['bus stop', 'motorway', 'railway track', 'oil drum', 'fuel pump', 'wheel', 'police car light', 'stop sign'],
  ...['horizontal traffic light', 'vertical traffic light', 'construction', 'station', 'manual wheelchair'],
  ...['motorized wheelchair', 'anchor', 'ring buoy', 'seat', 'satellite', 'parachute', 'umbrella', 'fire', 'star'],
  ...['closed umbrella', 'umbrella on ground', 'droplet', 'dizzy', 'comet', 'trident', 'bullseye', 'goal net'],
  ...['control knobs', 'link', 'chains', 'hook', 'ladder', 'magnet', 'gear', 'clamp', 'pick', 'nut and bolt', 'window'],
  ...['mirror', 'receipt', 'chart increasing with yen', 'drop of blood', 'dna', 'x ray', 'place of worship', 'memo'],
  ...['computer mouse', 'mouse', 'mouse face', 'ram', 'bell', 'door', 'elevator', 'razor', 'package', 'multiply'],
  ...['radio button', 'diamond with a dot', 'white square button', 'black square button', 'detective', 'guard', 'baby'],
  ...['on arrow', 'back arrow', 'end arrow', 'soon arrow', 'top arrow', 'cancer', 'leo', 'virgo', 'atom symbol'],
  ...['joystick', 'video game', 'slot machine', 'crystal ball', 'magic wand', 'backpack', 'crown', 'gem stone', 'ring'],
  ...['lipstick', 'folding hand fan', 'hair pick', 'shopping bags', 'handbag', 'clutch bag', 'purse', 'prayer beads'],
]);

/** Last words that mean too many things: "app store", "comment bank", "satellite dish". */
const OF_MANY_MEANINGS: ReadonlySet<string> = new Set([
  ...[
    'aid',
    'arrival',
    'bank',
    'bar',
    'basket',
    'bat',
    'bowl',
    'bubbles',
    'cards',
    'cart',
    'chain',
    'cricket',
    'cross',
  ],
  ...[
    'dash',
    'disc',
    'dish',
    'done',
    'engine',
    'fly',
    'garden',
    'glass',
    'handle',
    'hole',
    'liquid',
    'office',
    'paper',
  ],
  ...['pin', 'pod', 'pot', 'rail', 'rose', 'scale', 'seal', 'store', 'suit', 'thermometer', 'tube', 'turkey', 'wave'],
  ...[
    'way',
    'wind',
    'ant',
    'cooking',
    'departure',
    'piece',
    'face',
    'light',
    'sign',
    'button',
    'mark',
    'line',
    'plant',
  ],
]);

/** Kinds that the whole caption has to name: a "file pen" is no pen, and a "bookmark plus" no plus. */
const WHOLE_CAPTIONS: ReadonlySet<string> = new Set([
  ...['shape', 'math symbol', 'arrow', 'punctuation mark', 'sign of the zodiac', 'religious symbol', 'writing tool'],
  ...['weapon', 'clock or watch', 'money', 'part of the body', 'household thing', 'award'],
]);

const LEAST_LETTERS = 3;

interface Entry {
  readonly label: string;
  readonly subgroup?: number;
}

/** Reads the kinds of things from the English emoji annotations of `emojibase-data`. */
export async function readKindsOfThings(modules: string): Promise<KindsOfThings> {
  const read = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join(modules, 'emojibase-data', 'en', file), 'utf8'));
  const entries = (await read('data.json')) as Entry[];
  const { subgroups } = (await read('messages.json')) as { subgroups: { key: string; order: number }[] };
  return createKindsOfThings(entries, new Map(subgroups.map(({ key, order }) => [order, key])));
}

/**
 * A name's kind is that of the emoji of that name, or of all emoji that end with it where they agree: an apple is a
 * fruit, as the red and the green one are. Of a caption the longest ending counts: a hot dog is food.
 */
export function createKindsOfThings(entries: readonly Entry[], groups: ReadonlyMap<number, string>): KindsOfThings {
  const kinds = new Map<string, string>();
  const heads = new Map<string, Set<string>>();
  for (const { label, subgroup } of entries) {
    const name = iconWords(label);
    const kind = OF_NO_KIND.has(name) ? '' : (OTHER_KINDS[name] ?? KINDS[groups.get(subgroup ?? -1) ?? ''] ?? '');
    kinds.set(name, kind);
    const head = name.split(' ').at(-1)!;
    heads.set(head, (heads.get(head) ?? new Set()).add(kind));
  }
  for (const [head, agreed] of heads) {
    const [kind] = agreed;
    if (!kinds.has(head)) kinds.set(head, agreed.size === 1 && !OF_NO_KIND.has(head) ? kind! : '');
  }
  for (const word of OF_MANY_MEANINGS) kinds.set(word, '');
  return (caption) => {
    const words = caption.split(' ');
    for (let from = 0; from < words.length; from++) {
      const thing = words.slice(from).join(' ');
      const kind = thing.length < LEAST_LETTERS ? undefined : kinds.get(thing);
      if (kind === undefined) continue;
      return kind === '' || (from > 0 && WHOLE_CAPTIONS.has(kind)) ? undefined : { thing, kind };
    }
    return undefined;
  };
}

const BETWEEN = ', a kind of ';

/** Whether a caption is one that says a thing's kind. */
export const isKindCaption = (caption: string): boolean => caption.includes(BETWEEN);

/** "dog, a kind of animal" -> "animal". */
export const kindOfCaption = (caption: string): string => caption.slice(caption.indexOf(BETWEEN) + BETWEEN.length);

/**
 * "dog, a kind of animal" for what a main caption ends with; and the kind alone, as a label of a kind is read, where
 * there is no category to stand for it.
 */
export function kindCaptions(main: string, kinds: KindsOfThings, hasCategory: boolean): string[] {
  const found = kinds(main);
  if (!found || found.thing === found.kind) return [];
  return [`${found.thing}${BETWEEN}${found.kind}`, ...(hasCategory ? [] : [found.kind])];
}
