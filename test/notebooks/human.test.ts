import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addAnswer } from '../../lib/apps/people/addAnswer.js';
import { openQuiz } from '../../lib/apps/people/quiz.js';
import { createRandom } from '../../lib/engine/random.js';
import type { Json } from '../../lib/kernel/wireMessage.js';
import type { Notebook } from '../../lib/kernel/notebook.js';
import { KernelClient } from '../kernel/kernelClient.js';

// The committed notebook speaks of no people until somebody has answered. What its cells do with people is tried here,
// with answers that are drawn by chance, through its kernel; nothing of it goes into the ledger.
const NAMES = ['first', 'second', 'third'];
let kernel: KernelClient;
let texts: string[];

beforeAll(async () => {
  kernel = await KernelClient.start();
  const quiz = await openQuiz('faces', 6);
  const random = createRandom(7);
  for (const name of NAMES)
    for (const { shots, positions } of quiz.rounds)
      for (const k of positions) {
        const shown = quiz.classNames[quiz.test.labels[k]!]!;
        // The more examples, the more often it is known at all.
        const answer = random.int(4) <= shots + 1 ? shown : random.int(2) === 0 ? null : random.int(7);
        const named = typeof answer === 'number' ? quiz.classNames[answer]! : answer;
        await addAnswer(quiz, join(kernel.folder, 'faces.json'), name, {
          ...{ shots, image: quiz.test.keys[k]!, answer: named, seconds: 1 },
        });
      }
  const { cells } = JSON.parse(readFileSync('notebooks/human.ipynb', 'utf8')) as Notebook;
  const code = cells.filter(({ cell_type: type }) => type === 'code').map(({ source }) => [source].flat().join(''));
  texts = [];
  for (const source of [
    "const keep = (claim: { id: string; measured: string; verdict: string; note: string }) => ({ claim: claim.id, published: '', ...claim });",
    ...code,
  ]) {
    const own = source
      .replace(/const IMAGES = \d+;/, 'const IMAGES = 6;')
      .replace(/const ANSWERS = [^;]*;/, "const ANSWERS = 'faces.json';")
      .replaceAll('recordClaim(', 'keep(');
    const { reply, published } = await kernel.execute(own);
    expect(reply.content, own).toMatchObject({ status: 'ok' });
    const shown = published.filter(({ header }) => header.msg_type === 'display_data');
    texts.push(shown.map(({ content }) => String((content['data'] as Json)['text/plain'])).join('\n'));
  }
});
afterAll(() => kernel?.close());

it('analyzes the answers of people: their accuracy, vote and guesses by the number of examples', () => {
  const answers = texts.find((text) => text.includes('ties'))!;
  expect(answers).toMatch(/shots +people +images +accuracy +majorityVote/);
  for (const shots of [0, 1, 2]) expect(answers).toMatch(new RegExp(`^ +${shots} +3 +6 +[\\d.]+ %`, 'm'));
  expect(texts.join('\n')).not.toContain('Nobody has answered');
});

it('draws them beside the model, by examples and by class', () => {
  const all = texts.join('\n');
  expect(all).toContain('mini-rn on “faces”, 3 people, 54 answers');
  expect(all).toMatch(/Paper Figure 16: accuracy by class on “faces” of mini-rn, .*and of 3 people/);
});

it('measures every claim about them', () => {
  const claims = texts.at(-1)!;
  expect(claims).not.toContain('have answered yet');
  expect(claims.match(/[+−][\d.]+ \([+−][\d.]+ to [+−][\d.]+\) points/g)).toHaveLength(6);
  expect(claims).toMatch(/human\.hardest-classes .*a rank correlation of −?0\.\d\d \(−?0\.\d\d to −?0\.\d\d\)/);
});
