import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { goldenPath } from '../fixtures/golden.js';
import { loadReleasedTokenizer } from '../../lib/text/releasedVocabulary.js';

interface Fixture {
  cases: { text: string; ids: number[]; decoded: string }[];
}

describe('the released tokenizer', () => {
  it("gives openai/CLIP's ids and decodes them", async () => {
    const tokenizer = await loadReleasedTokenizer();
    const { startToken, endToken } = tokenizer;
    expect([tokenizer.vocabSize, tokenizer.contextLength, startToken, endToken]).toEqual([49_408, 77, 49_406, 49_407]);
    const { cases } = JSON.parse(readFileSync(goldenPath('tokenizer/released.json'), 'utf8')) as Fixture;
    for (const { text, ids, decoded } of cases) {
      expect([text, tokenizer.encode(text), tokenizer.decode(ids)]).toEqual([text, ids, decoded]);
    }
    expect(cases.length).toBeGreaterThan(100);
  });
});
