/** One class of a concept task: a thing, and the words by which designers call their drawings of it. */
export interface Concept {
  readonly name: string;
  /** Words or phrases in singular; a drawing whose subject has one of them shows the thing. */
  readonly words: readonly string[];
  /** Words or phrases that say that it shows another thing after all: "hot dog". */
  readonly not: readonly string[];
}

/**
 * Reads a table of concepts, one a line: `dog: dog, puppy; not hot dog, dog house`. Where no words are given, the name
 * is the word.
 */
export function parseConcepts(table: string): Concept[] {
  return table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', rest = ''] = line.split(/:\s*/);
      const [words = '', not = ''] = rest.split(/;\s*not\s+/);
      const list = (text: string): string[] => text.split(/,\s*/).filter((word) => word !== '');
      return { name, words: words === '' ? [name] : list(words), not: list(not) };
    });
}
