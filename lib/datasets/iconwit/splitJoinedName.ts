/** Words of Unicode's older emoji names that its present ones no longer use. */
const OLD_WORDS = [
  'rightwards',
  'leftwards',
  'upwards',
  'downwards',
  'clockwise',
  'anticlockwise',
  'ballot',
  'circled',
];
const OLD_WORDS_2 = ['squared', 'upper', 'lower', 'ideograph', 'smiley', 'lefthand', 'righthand', 'sign', 'ascending'];

/** A name without gaps as words of a vocabulary, fewest words first: "revolvinghearts" -> "revolving hearts". */
export function splitJoinedName(name: string, vocabulary: ReadonlySet<string>): string | undefined {
  const known = (word: string): boolean =>
    vocabulary.has(word) || OLD_WORDS.includes(word) || OLD_WORDS_2.includes(word) || /^\d+$/.test(word);
  const best: ({ words: number; from: number } | undefined)[] = [{ words: 0, from: 0 }];
  for (let end = 1; end <= name.length; end++) {
    for (let from = 0; from < end; from++) {
      const before = best[from];
      if (!before || !known(name.slice(from, end))) continue;
      if (before.words + 1 < (best[end]?.words ?? Infinity)) best[end] = { words: before.words + 1, from };
    }
  }
  if (!best[name.length]) return undefined;
  const words = [];
  for (let end = name.length; end > 0; end = best[end]!.from) words.unshift(name.slice(best[end]!.from, end));
  return words.join(' ');
}
