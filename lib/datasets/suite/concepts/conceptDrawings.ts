import type { Random } from '../../../engine/random.js';
import { readEmojiNames } from '../../iconwit/emojiNames.js';
import { createIconCaptions } from '../../iconwit/iconCaptions.js';
import { readKindsOfThings } from '../../iconwit/kindsOfThings.js';
import { isSkinTone } from '../../iconwit/selectPairs.js';
import { openSuiteIcons, type SuiteIcons } from '../suiteIcons.js';
import type { Concept } from './concept.js';
import type { Designer } from './conceptSets.js';
import { hasPhrase, subjectWords } from './subjectWords.js';

/** A drawing of a concept. */
export interface ConceptDrawing {
  readonly icons: SuiteIcons;
  readonly icon: string;
  readonly label: number;
  /** Drawings of one designer and subject look alike: they stay in one part of a split. */
  readonly kin: string;
}

/** Endings of names that repeat a drawing of a person in another tone of skin. */
const TONE = /-(?:light|medium-light|medium|medium-dark|dark)$/;

/**
 * All drawings of the concepts by some designers. A drawing that two concepts claim, or whose tone of skin alone
 * differs from another's, is left out.
 */
export async function conceptDrawings(
  modules: string,
  designers: readonly Designer[],
  concepts: readonly Concept[],
): Promise<ConceptDrawing[]> {
  const emoji = await readEmojiNames(modules);
  const kinds = await readKindsOfThings(modules);
  const drawings: ConceptDrawing[] = [];
  for (const designer of designers) {
    for (const prefix of designer.sets) {
      const icons = await openSuiteIcons(modules, prefix);
      const captionsOf = createIconCaptions(icons.set, emoji, kinds);
      for (const icon of icons.names) {
        if (isSkinTone(icon) || (TONE.test(icon) && icons.has(icon.replace(TONE, '')))) continue;
        const subject = subjectWords(captionsOf(icon).captions[0] ?? '');
        const labels = concepts.flatMap((concept, label) => (shows(subject, concept) ? [label] : []));
        if (labels.length !== 1) continue;
        drawings.push({ icons, icon, label: labels[0]!, kin: `${designer.name}:${subject.replace(/ \d+(?= )/g, '')}` });
      }
    }
  }
  return drawings;
}

function shows(subject: string, { words, not }: Concept): boolean {
  return words.some((word) => hasPhrase(subject, word)) && !not.some((word) => hasPhrase(subject, word));
}

/**
 * At most `count` drawings in seeded order: set after set in turn, so that none prevails, and of each set subjects that
 * it has not shown before first.
 */
export function pickInTurn(drawings: readonly ConceptDrawing[], count: number, random: Random): ConceptDrawing[] {
  const bySet = new Map<string, ConceptDrawing[]>();
  for (const drawing of random.shuffle([...drawings])) {
    const { prefix } = drawing.icons.set;
    bySet.set(prefix, [...(bySet.get(prefix) ?? []), drawing]);
  }
  const queues = [...bySet.values()].map((own) => {
    const seen = new Set<string>();
    const fresh = own.filter(({ kin }) => !seen.has(kin) && seen.add(kin));
    return [...fresh, ...own.filter((drawing) => !fresh.includes(drawing))];
  });
  const picked: ConceptDrawing[] = [];
  for (let turn = 0; picked.length < count && queues.some((queue) => turn < queue.length); turn++) {
    for (const queue of queues) if (turn < queue.length && picked.length < count) picked.push(queue[turn]!);
  }
  return picked;
}
