import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { damageText, pick } from './damage.mjs';

/** @typedef {import('../../lib/dist/engine/random.js').Random} Random */

const WORDS = [
  'a',
  'photo',
  'of',
  'cats',
  'naïve',
  '猫',
  '🙂',
  "don't",
  '1984',
  '...',
  'ﬁne',
  'e\u0301',
  '<',
  '|>',
  '\ud800',
];

/** @param {Random} random @param {number} most */
const sentence = (random, most) =>
  Array.from({ length: random.int(most + 1) }, () => pick(random, WORDS)).join(pick(random, [' ', '', '\t', '\u00a0']));

/**
 * What leaves a vocabulary's meaning as it is, and its bytes not.
 * @param {Random} random @param {string} name @param {string} text
 */
function rewritten(random, name, text) {
  if (name.endsWith('.json')) return JSON.stringify(JSON.parse(text), null, random.int(3));
  const lines = text.split('\n');
  return lines.join(pick(random, ['\n', '\r\n'])) + pick(random, ['', '\n', '\r\n']);
}

/**
 * Vocabularies of some merges, as merges.txt or tokenizer.json, with tokens added or not: each as sound as it was made,
 * written otherwise, or with one file damaged, and then texts encoded and decoded by it.
 * @returns {Promise<import('./worker.mjs').Target>}
 */
export async function vocabularies() {
  const { loadTokenizer, saveVocabulary } = await import('../../lib/dist/text/vocabularyFiles.js');
  const { trainBpe } = await import('../../lib/dist/text/trainBpe.js');
  return {
    make(random, folder) {
      const texts = Array.from({ length: 1 + random.int(6) }, () => sentence(random, 8).replaceAll('\ud800', ''));
      const [merges, added, asOneFile] = [random.int(60), random.int(4), random.int(3) === 0];
      const [way, victim, text] = [random.int(3), random.int(8), sentence(random, 12)];
      return {
        what: `${merges} merges, ${added} added, ${['sound', 'rewritten', 'damaged'][way]}`,
        async attempt() {
          const plain = trainBpe(texts, { merges, minFrequency: 1 });
          const tokens = Array.from({ length: added }, (_, k) => ({
            ...{ content: `<new ${k}>`, id: plain.ids.size + k, singleWord: random.int(2) === 0 },
            normalized: random.int(2) === 0,
          }));
          await saveVocabulary(folder, added > 0 ? { ...plain, added: tokens } : plain);
          if (asOneFile) {
            const vocab = JSON.parse(readFileSync(join(folder, 'vocab.json'), 'utf8'));
            const model = { type: 'BPE', end_of_word_suffix: '</w>', vocab, merges: plain.merges };
            writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify({ model, added_tokens: [] }));
          }
          const names = readdirSync(folder).sort();
          const name = /** @type {string} */ (names[victim % names.length]);
          const bytes = readFileSync(join(folder, name));
          if (way === 1) writeFileSync(join(folder, name), rewritten(random, name, bytes.toString('utf8')));
          if (way === 2) writeFileSync(join(folder, name), damageText(random, bytes));
          const tokenizer = await loadTokenizer(folder, 77);
          tokenizer.decode(tokenizer.encode(`${text} <new 0> <new 1>`));
          tokenizer.tokenize([text, '']);
        },
      };
    },
  };
}
