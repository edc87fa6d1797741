import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../lib/io/userError.js';
import type { BpeVocabulary } from '../../lib/text/bpeVocabulary.js';
import { cleanText } from '../../lib/text/cleanText.js';
import { createTokenizer } from '../../lib/text/createTokenizer.js';
import { loadReleasedTokenizer, loadReleasedVocabulary } from '../../lib/text/releasedVocabulary.js';
import type { Tokenizer } from '../../lib/text/tokenizer.js';
import { goldenPath } from '../fixtures/golden.js';

const readJson = <T>(name: string): T => JSON.parse(readFileSync(goldenPath(`tokenizer/openai/${name}`), 'utf8')) as T;

interface TextCase {
  text: string;
  clean: string;
  ids: number[];
  tokens77: number[];
  decoded: string;
}

interface BehaviorCase {
  input: unknown;
  args: { context_length?: number; truncate?: boolean };
  shape?: [number, number];
  tokens?: number[][];
}

/** Of the merges that the released vocabulary is made of. */
interface MergeChecks {
  merges: number;
  sha256_of_merges_joined_by_newline_utf8: string;
}

interface VocabularyChecks {
  vocab_size: number;
  start_id: number;
  end_id: number;
  sha256_of_vocab_joined_by_newline_utf8: string;
  bpe_pieces: Record<string, string[]>;
}

describe('parity with openai/CLIP', () => {
  let vocabulary: BpeVocabulary;
  let tokenizer: Tokenizer;
  beforeAll(async () => {
    vocabulary = await loadReleasedVocabulary();
    tokenizer = await loadReleasedTokenizer();
  });

  it('has the merges that openai/CLIP publishes', () => {
    const { merges, sha256_of_merges_joined_by_newline_utf8: sha256 } = readJson<MergeChecks>('merge_checks.json');
    const lines = vocabulary.merges.map((merge) => merge.join(' '));
    expect(lines).toHaveLength(merges);
    expect(createHash('sha256').update(lines.join('\n')).digest('hex')).toBe(sha256);
  });

  it('has the same vocabulary in the same order', () => {
    const checks = readJson<VocabularyChecks>('vocab_checks.json');
    expect(tokenizer).toMatchObject({
      vocabSize: checks.vocab_size,
      startToken: checks.start_id,
      endToken: checks.end_id,
    });
    expect(createHash('sha256').update(vocabulary.symbols.join('\n')).digest('hex')).toBe(
      checks.sha256_of_vocab_joined_by_newline_utf8,
    );
    for (const [word, pieces] of Object.entries(checks.bpe_pieces)) {
      expect(tokenizer.encode(word).map((id) => vocabulary.symbols[id])).toEqual(pieces);
    }
  });

  it('cleans, encodes and decodes every string exactly', () => {
    const { cases } = readJson<{ cases: TextCase[] }>('cases.json');
    expect(cases.length).toBe(506);
    for (const { text, clean, ids, tokens77, decoded } of cases) {
      const row = [...tokens77, ...new Array<number>(77 - tokens77.length).fill(0)];
      expect({
        clean: cleanText(text).replace(/\p{Cs}/gu, '\ufffd'),
        ids: tokenizer.encode(text),
        row: Array.from(tokenizer.tokenize([text])),
        decoded: tokenizer.decode(ids),
      }).toEqual({ clean, ids, row, decoded });
    }
  });

  it('truncates, pads and refuses as the reference', () => {
    for (const { input, args, shape, tokens } of readJson<{ cases: BehaviorCase[] }>('behaviour.json').cases) {
      const texts = (typeof input === 'string' ? [input] : input) as string[];
      const { context_length: contextLength = 77, truncate = false } = args;
      const run = (): Int32Array => createTokenizer(vocabulary, contextLength).tokenize(texts, { truncate });
      // A context without room for both ends is refused; and an object is no list of texts, though Python reads its
      // keys as one.
      const isRefused = contextLength < 2 || (typeof input === 'object' && !Array.isArray(input));
      if (isRefused || tokens === undefined || shape === undefined) expect(run, JSON.stringify(input)).toThrow();
      else expect(Array.from(run())).toEqual(tokens.flat());
      if (shape === undefined && Array.isArray(input)) expect(run).toThrow(UserError);
    }
  });
});
