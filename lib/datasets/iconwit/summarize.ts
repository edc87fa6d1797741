import type { Candidate } from './candidates.js';
import type { NearDuplicates } from './countNearDuplicates.js';
import { HELD_OUT_SETS, VALIDATION_SETS, splitOfSet, type HeldOutSet, type SetSplit } from './heldOutSets.js';
import { captionWords } from './iconWords.js';
import type { IconSetInfo } from './iconSet.js';
import { isKindCaption, kindOfCaption } from './kindsOfThings.js';
import { licenseFamily } from './licenses.js';
import type { IconWitManifest } from './manifest.js';
import type { RenderedSet } from './renderSets.js';
import { queriesOf, type PairSelection, type RemovedPairs } from './selectPairs.js';
import type { DroppedSet } from './sortSetsByLicense.js';

/** How many words the frequency lists name. */
const TOP_WORDS = 60;

/** A set of icons with how many pairs it gave. */
export interface SetSummary extends IconSetInfo {
  readonly split: SetSplit;
  readonly rendered: number;
  readonly blank: number;
  readonly failed: number;
  readonly pairs: number;
}

/** The built dataset in figures: small enough to commit, enough to draw its figures from. */
export interface IconWitSummary {
  readonly manifest: Omit<IconWitManifest, 'splits'> & {
    readonly splits: Record<'train' | 'validation', { pairs: number; removed: RemovedPairs }>;
  };
  readonly licenses: readonly { license: string; family: string; sets: number; icons: number; pairs: number }[];
  readonly dropped: readonly DroppedSet[];
  readonly heldOut: readonly HeldOutSet[];
  readonly validation: readonly HeldOutSet[];
  readonly sets: readonly SetSummary[];
  /** Words of the training sets' main captions, with how often they occur: before and after choosing. */
  readonly topWords: { readonly before: readonly [string, number][]; readonly after: readonly [string, number][] };
  /** Icons that could not be drawn, by id, and why. */
  readonly failures: Readonly<Record<string, string>>;
  /** Pairs of words that are queries, with their mutual information: those that occur most after choosing. */
  readonly topBigrams: readonly { readonly bigram: string; readonly bits: number; readonly pairs: number }[];
  readonly queryKinds: { readonly words: number; readonly bigrams: number };
  /** Pairs by the query that collected them, most first. */
  readonly topQueries: readonly [string, number][];
  /** Words of all main captions, repeated ones too. */
  readonly words: { readonly before: number; readonly after: number; readonly distinct: number };
  /** Captions with the kind of a thing: kinds, the things that are of one, and the training pairs that have one. */
  readonly kindsOfThings: { readonly kinds: number; readonly things: number; readonly pairs: number };
  readonly nearDuplicates: {
    /** Training pairs that show exactly an image of another pair, under another caption. */
    readonly copies: number;
    readonly groups: number;
    readonly images: number;
    /** Groups whose images come from more than one set. */
    readonly acrossSets: number;
    /** Groups by size: 2, 3-4, 5-8, ... */
    readonly sizes: readonly number[];
    /** Held-out sets: images, and those of them that a training image looks like. */
    readonly heldOut: readonly { readonly prefix: string; readonly images: number; readonly near: number }[];
  };
  /** Number of queries by how many pairs they have, in powers of two: [at most 1, 2, 4, ...]. */
  readonly queryHistogram: { readonly before: readonly number[]; readonly after: readonly number[] };
  /** How evenly the pairs are spread over the queries, in bits: before and after choosing, and were they even. */
  readonly queryEntropy: { readonly before: number; readonly after: number; readonly most: number };
}

/** What a build has to tell of itself. */
export interface BuiltIconWit {
  readonly manifest: IconWitManifest;
  readonly candidates: readonly Candidate[];
  readonly selection: PairSelection;
  readonly rendered: readonly RenderedSet[];
  readonly dropped: readonly DroppedSet[];
  readonly near: NearDuplicates;
}

export function summarize({ manifest, candidates, selection, rendered, dropped, near }: BuiltIconWit): IconWitSummary {
  const infos = new Map(candidates.map((c) => [c.set.prefix, c.set]));
  const pairs = countBy([...selection.train, ...selection.validation], (pair) => pair.set.prefix);
  const sets = rendered.flatMap(({ prefix, icons, blank, failed, crashed }): SetSummary[] => {
    const info = infos.get(prefix);
    if (!info) return [];
    const count = { rendered: icons.length, blank: blank.length, pairs: pairs.get(prefix) ?? 0 };
    const failures = Object.keys(failed).length + Object.keys(crashed).length;
    return [{ ...info, split: splitOfSet(prefix), ...count, failed: failures }];
  });
  const trainCandidates = candidates.filter((c) => c.split === 'train');
  const before = textCounts(trainCandidates, captionWords);
  const after = textCounts(selection.train, captionWords);
  const queriesBefore = textCounts(trainCandidates, (caption) => queriesOf(caption, selection.queries));
  const queriesAfter = textCounts(selection.train, (caption) => queriesOf(caption, selection.queries));
  const bigrams = [...selection.bigrams.keys()];
  const { splits, ...rest } = manifest;
  return {
    manifest: {
      ...rest,
      splits: {
        train: { pairs: splits.train.pairs, removed: splits.train.removed },
        validation: { pairs: splits.validation.pairs, removed: splits.validation.removed },
      },
    },
    licenses: licenseTable(sets),
    dropped,
    heldOut: HELD_OUT_SETS,
    validation: VALIDATION_SETS,
    sets,
    topWords: { before: top(before), after: top(after) },
    failures: Object.fromEntries(
      rendered.flatMap(({ prefix, failed, crashed }) =>
        Object.entries({ ...failed, ...crashed }).map(([name, why]) => [`${prefix}:${name}`, why]),
      ),
    ),
    topBigrams: top(new Map(bigrams.map((bigram) => [bigram, queriesAfter.get(bigram) ?? 0]))).map(
      ([bigram, pairs]) => ({ bigram, bits: Math.round(100 * selection.bigrams.get(bigram)!) / 100, pairs }),
    ),
    queryKinds: { words: selection.queries.size - bigrams.length, bigrams: bigrams.length },
    topQueries: top(countBy(selection.train, ({ query }) => query)),
    words: { before: total(trainCandidates), after: total(selection.train), distinct: after.size },
    kindsOfThings: kindSummary(selection.train),
    nearDuplicates: nearSummary(selection, candidates, near),
    queryHistogram: {
      before: histogram(queriesBefore, selection.queries),
      after: histogram(queriesAfter, selection.queries),
    },
    queryEntropy: {
      before: entropy(queriesBefore, selection.queries),
      after: entropy(queriesAfter, selection.queries),
      most: Math.log2(selection.queries.size),
    },
  };
}

function licenseTable(sets: readonly SetSummary[]): IconWitSummary['licenses'] {
  const licenses = [...new Set(sets.map((set) => set.license))].sort();
  return licenses.map((license) => {
    const under = sets.filter((set) => set.license === license);
    const sum = (of: (set: SetSummary) => number): number => under.reduce((total, set) => total + of(set), 0);
    return {
      license,
      family: licenseFamily(license) ?? '',
      sets: under.length,
      icons: sum((set) => set.rendered),
      pairs: sum((set) => set.pairs),
    };
  });
}

/** Of the distribution of pairs over the queries that they meet, in bits. */
function entropy(counts: ReadonlyMap<string, number>, queries: ReadonlySet<string>): number {
  const found = [...queries].map((query) => counts.get(query) ?? 0).filter((count) => count > 0);
  const all = found.reduce((sum, count) => sum + count, 0);
  return -found.reduce((sum, count) => sum + (count / all) * Math.log2(count / all), 0);
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

function textCounts(
  pairs: readonly { captions: readonly string[] }[],
  texts: (caption: string) => string[],
): Map<string, number> {
  return countBy(
    pairs.flatMap((pair) => texts(pair.captions[0] ?? '')),
    (text) => text,
  );
}

function total(pairs: readonly { captions: readonly string[] }[]): number {
  return pairs.reduce((sum, { captions }) => sum + (captions[0] ?? '').split(' ').filter(Boolean).length, 0);
}

function kindSummary(train: readonly { captions: readonly string[] }[]): IconWitSummary['kindsOfThings'] {
  const told = train.flatMap(({ captions }) => captions.filter(isKindCaption).slice(0, 1));
  const distinct = new Set(told);
  return { kinds: new Set([...distinct].map(kindOfCaption)).size, things: distinct.size, pairs: told.length };
}

function nearSummary(
  { train }: PairSelection,
  candidates: readonly Candidate[],
  { groups, heldOut }: NearDuplicates,
): IconWitSummary['nearDuplicates'] {
  const setOf = (id: string): string => id.slice(0, id.indexOf(':'));
  const images = countBy(
    candidates.filter(({ split }) => split === 'heldout'),
    ({ set }) => set.prefix,
  );
  const near = countBy(Object.keys(heldOut), setOf);
  const sizes: number[] = [];
  for (const { length } of groups) {
    const bin = Math.ceil(Math.log2(length)) - 1;
    while (sizes.length <= bin) sizes.push(0);
    sizes[bin]!++;
  }
  return {
    copies: train.length - new Set(train.map(({ pixelHash }) => pixelHash)).size,
    groups: groups.length,
    images: groups.reduce((sum, { length }) => sum + length, 0),
    acrossSets: groups.filter((group) => new Set(group.map(setOf)).size > 1).length,
    sizes,
    heldOut: [...images].map(([prefix, count]) => ({ prefix, images: count, near: near.get(prefix) ?? 0 })),
  };
}

function top(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, TOP_WORDS);
}

function histogram(counts: ReadonlyMap<string, number>, queries: ReadonlySet<string>): number[] {
  const bins: number[] = [];
  for (const query of queries) {
    const bin = Math.ceil(Math.log2(Math.max(1, counts.get(query) ?? 0)));
    while (bins.length <= bin) bins.push(0);
    bins[bin]!++;
  }
  return bins;
}
