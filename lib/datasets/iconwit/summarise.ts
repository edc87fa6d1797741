import type { Candidate } from './candidates.js';
import { HELD_OUT_SETS, VALIDATION_SETS, splitOfSet, type HeldOutSet, type Split } from './heldOutSets.js';
import { captionWords } from './iconWords.js';
import type { IconSetInfo } from './iconSet.js';
import { licenceFamily } from './licences.js';
import type { IconWitManifest } from './manifest.js';
import type { RenderedSet } from './renderSets.js';
import type { Selection } from './selectPairs.js';
import type { DroppedSet } from './sortSetsByLicence.js';

/** How many words the frequency lists name. */
const TOP_WORDS = 60;

export interface SetSummary extends IconSetInfo {
  readonly split: Split;
  readonly rendered: number;
  readonly blank: number;
  readonly failed: number;
  readonly pairs: number;
}

/** The built dataset in figures: small enough to commit, enough to draw its figures from. */
export interface IconWitSummary {
  readonly manifest: Omit<IconWitManifest, 'splits'> & {
    readonly splits: Record<'train' | 'validation', { pairs: number; removed: Selection['removed']['train'] }>;
  };
  readonly licences: readonly { licence: string; family: string; sets: number; icons: number; pairs: number }[];
  readonly dropped: readonly DroppedSet[];
  readonly heldOut: readonly HeldOutSet[];
  readonly validation: readonly HeldOutSet[];
  readonly sets: readonly SetSummary[];
  /** Words of the training sets' main captions, with how often they occur: before and after choosing. */
  readonly topWords: { readonly before: readonly [string, number][]; readonly after: readonly [string, number][] };
  /** Number of queries by how many pairs they have, in powers of two: [at most 1, 2, 4, ...]. */
  readonly queryHistogram: { readonly before: readonly number[]; readonly after: readonly number[] };
}

export function summarise(
  manifest: IconWitManifest,
  candidates: readonly Candidate[],
  selection: Selection,
  rendered: readonly RenderedSet[],
  dropped: readonly DroppedSet[],
): IconWitSummary {
  const infos = new Map(candidates.map((c) => [c.set.prefix, c.set]));
  const pairs = countBy([...selection.train, ...selection.validation], (pair) => pair.set.prefix);
  const sets = rendered.flatMap(({ prefix, icons, blank, failed, crashed }): SetSummary[] => {
    const info = infos.get(prefix);
    if (!info) return [];
    const count = { rendered: icons.length, blank: blank.length, pairs: pairs.get(prefix) ?? 0 };
    const failures = Object.keys(failed).length + Object.keys(crashed).length;
    return [{ ...info, split: splitOfSet(prefix), ...count, failed: failures }];
  });
  const before = wordCounts(candidates.filter((c) => c.split === 'train'));
  const after = wordCounts(selection.train);
  const { splits, ...rest } = manifest;
  return {
    manifest: {
      ...rest,
      splits: {
        train: { pairs: splits.train.pairs, removed: splits.train.removed },
        validation: { pairs: splits.validation.pairs, removed: splits.validation.removed },
      },
    },
    licences: licenceTable(sets),
    dropped,
    heldOut: HELD_OUT_SETS,
    validation: VALIDATION_SETS,
    sets,
    topWords: { before: top(before), after: top(after) },
    queryHistogram: { before: histogram(before, selection.queries), after: histogram(after, selection.queries) },
  };
}

function licenceTable(sets: readonly SetSummary[]): IconWitSummary['licences'] {
  const licences = [...new Set(sets.map((set) => set.licence))].sort();
  return licences.map((licence) => {
    const under = sets.filter((set) => set.licence === licence);
    const sum = (of: (set: SetSummary) => number): number => under.reduce((total, set) => total + of(set), 0);
    return {
      licence,
      family: licenceFamily(licence) ?? '',
      sets: under.length,
      icons: sum((set) => set.rendered),
      pairs: sum((set) => set.pairs),
    };
  });
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

function wordCounts(pairs: readonly { captions: readonly string[] }[]): Map<string, number> {
  return countBy(
    pairs.flatMap((pair) => captionWords(pair.captions[0] ?? '')),
    (word) => word,
  );
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
