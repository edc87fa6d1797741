/**
 * How fast texts become tokens: cliplab, the fast tokenizer of `transformers`, and a naive loop; npm run bench --
 * tokenizer
 *
 * The texts are made of the vocabulary's own words by Zipf's law, five to eighteen to a caption, every tenth one joined
 * of two, so that there are words to split. All must give the same ids.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanText, createRandom, loadReleasedTokenizer, loadReleasedVocabulary, saveVocabulary } from 'cliplab';
import { interleave, rateTable } from './interleave.mjs';
import { naiveBpe } from './naiveBpe.mjs';
import { pythonPeer } from './pythonPeer.mjs';

const CAPTIONS = 20_000;
/** The naive loop does this many of them. */
const NAIVE_CAPTIONS = 1_000;
const ROUNDS = 5;

const vocabulary = await loadReleasedVocabulary();
const words = vocabulary.symbols
  .filter((symbol) => /^[a-z]{2,}<\/w>$/.test(symbol))
  .map((symbol) => symbol.slice(0, -4));
const random = createRandom(1);
const pick = () => words[Math.floor(words.length ** random.next()) - 1] ?? 'a';
const captions = Array.from({ length: CAPTIONS }, () =>
  Array.from({ length: 5 + Math.floor(14 * random.next()) }, () =>
    random.next() < 0.1 ? pick() + pick() : pick(),
  ).join(' '),
);

const folder = await mkdtemp(join(tmpdir(), 'cliplab-bench-'));
const peer = pythonPeer('tokenizer_peer.py');
try {
  await saveVocabulary(folder, vocabulary);
  const fresh = await loadReleasedTokenizer();
  const naive = naiveBpe(vocabulary);
  /** @param {() => unknown} job */
  const timed = async (job) => {
    const start = performance.now();
    job();
    return (performance.now() - start) / 1000;
  };
  const byName = {
    cliplab: () => timed(() => fresh.tokenize(captions)),
    'cliplab, every word new to it': async () => {
      const tokenizer = await loadReleasedTokenizer();
      return timed(() => tokenizer.tokenize(captions));
    },
    'transformers, fast tokenizer, all cores': async () =>
      (await peer.ask({ folder, captions, parallel: true })).seconds,
    'transformers, fast tokenizer, one core': async () =>
      (await peer.ask({ folder, captions, parallel: false })).seconds,
    'naive loop, the same cleaning before it': async () => {
      const seconds = await timed(() => {
        for (const caption of captions.slice(0, NAIVE_CAPTIONS))
          for (const word of cleanText(caption).split(' ')) naive([...word.slice(0, -1), word.slice(-1) + '</w>']);
      });
      return (seconds * CAPTIONS) / NAIVE_CAPTIONS;
    },
  };
  const rates = await interleave(
    Object.entries(byName).map(([name, run]) => ({ name, run })),
    CAPTIONS,
    ROUNDS,
  );
  process.stdout.write(rateTable(`tokenizer: ${CAPTIONS} captions of 5 to 18 words`, 'captions', rates) + '\n');
  const differing = await peer.ask({ folder, captions, ids: [...fresh.tokenize(captions)] }).then(
    (answer) => `${answer.differing} of ${CAPTIONS} rows differ from transformers'`,
    () => '',
  );
  if (differing) process.stdout.write(`  ${differing}\n`);
} finally {
  await peer.end();
  await rm(folder, { recursive: true });
}
