import type { IconSet } from './iconSet.js';

/** Endings that speak of the drawing's manner and not of its subject, in every set. */
const ALWAYS = ['outline', 'outlined', 'filled', 'duotone', 'twotone', 'two-tone'];

/**
 * Endings that do so only in sets where many names have them: elsewhere they may be the subject ("traffic-light",
 * "text-bold").
 */
const WHERE_COMMON = [
  ...['fill', 'solid', 'line', 'light', 'dark', 'regular', 'bold', 'thin', 'sharp', 'rounded', 'round', 'alt', 'small'],
  ...[
    'o',
    'f',
    'plain',
    'original',
    'wordmark',
    'icon',
    'expressive',
    'loop',
    'alerted',
    'badged',
    'one',
    '1',
    '2',
    '01',
    '02',
    '14',
  ],
];

/** The share of a set's names from which such an ending counts as its style. */
const COMMON_SHARE = 0.06;

/** A name without its style, and the style: "home-outline-rounded" -> ["home", "outline-rounded"]. */
export type StyleSplitter = (name: string) => readonly [subject: string, style: string];

/** Learns a set's styles from what it declares and from how often its names end in a word of style. */
export function createStyleSplitter(
  set: Pick<IconSet, 'declaredSuffixes' | 'declaredPrefixes'> & {
    readonly icons: readonly { readonly name: string }[];
  },
): StyleSplitter {
  const endings = new Map<string, number>();
  for (const { name } of set.icons) {
    const last = name.slice(name.lastIndexOf('-') + 1);
    endings.set(last, (endings.get(last) ?? 0) + 1);
  }
  const common = WHERE_COMMON.filter(
    (word) => (endings.get(word) ?? 0) >= Math.max(5, COMMON_SHARE * set.icons.length),
  );
  const longestFirst = (words: string[]): string[] => [...new Set(words)].sort((a, b) => b.length - a.length);
  const suffixes = longestFirst([...set.declaredSuffixes, ...ALWAYS, ...common]);
  const prefixes = longestFirst([...set.declaredPrefixes]);
  return (name) => {
    let subject = name;
    const styles: string[] = [];
    const before = prefixes.find((style) => subject.startsWith(style + '-'));
    if (before) {
      styles.push(before);
      subject = subject.slice(before.length + 1);
    }
    for (;;) {
      const after = suffixes.find((style) => subject.endsWith('-' + style)) ?? /-(0\d)$/.exec(subject)?.[1];
      if (after === undefined || subject.length === after.length + 1) break;
      styles.unshift(after);
      subject = subject.slice(0, -after.length - 1);
    }
    return [subject, styles.join('-')];
  };
}
