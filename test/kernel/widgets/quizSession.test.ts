import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readAnswers } from '../../../lib/apps/people/answersFile.js';
import { openQuiz, type Quiz } from '../../../lib/apps/people/quiz.js';
import { UserError } from '../../../lib/io/userError.js';
import { QuizSession } from '../../../lib/kernel/widgets/quizSession.js';
import type { QuizView } from '../../../lib/kernel/widgets/quizView.js';

const folder = mkdtempSync(join(tmpdir(), 'cliplab session '));
let files = 0;
const newPath = (): string => join(folder, `${++files}.json`);
let quiz: Quiz;
beforeAll(async () => {
  quiz = await openQuiz('faces', 2);
});
const session = (file: string): QuizSession =>
  new QuizSession(quiz, { file, sourceOf: (position) => `image ${position}`, modelIsRight: (shots) => shots > 0 });

type Question = QuizView & { phase: 'question' };
/** Says the same of every image that is left, and gives what is shown in the end. */
async function answerAll(own: QuizSession, answer: number | null): Promise<QuizView> {
  let view = (await own.hear({ kind: 'begin' })) as QuizView;
  while (view.phase !== 'end')
    view = (await own.hear(
      view.phase === 'intro' ? { kind: 'begin' } : { kind: 'answer', id: (view as Question).id, answer, seconds: 2.34 },
    ))!;
  return view;
}

describe('a session', () => {
  it('asks for a name, says what a round is about, and shows its images', async () => {
    const own = session(newPath());
    expect(await own.open()).toEqual({ phase: 'name', known: [], total: 6 });
    expect(await own.hear({ kind: 'begin' })).toBeUndefined(); // nobody is there
    const at = { round: 1, rounds: 3, shots: 0, images: 2 };
    expect(await own.hear({ kind: 'name', name: ' Ada ' })).toEqual({ ...at, phase: 'intro', left: 2 });
    const first = quiz.rounds[0]!.positions[0]!;
    expect(await own.hear({ kind: 'begin' })).toEqual({
      ...{ ...at, phase: 'question', id: '0-0', image: 1, source: `image ${first}` },
    });
  });

  it('keeps each answer before it goes on, and tells right and wrong at the end alone', async () => {
    const path = newPath();
    const own = session(path);
    await own.open();
    await own.hear({ kind: 'name', name: 'Ada' });
    const said = await own.hear({ kind: 'begin' });
    const next = (await own.hear({ kind: 'answer', id: (said as Question).id, answer: 3, seconds: 2.34 })) as Question;
    expect(next.image).toBe(2);
    const key = quiz.test.keys[quiz.rounds[0]!.positions[0]!]!;
    expect((await readAnswers(path))!.people).toEqual([
      { name: 'Ada', answers: [{ shots: 0, image: key, answer: quiz.classNames[3], seconds: 2.3 }] },
    ]);
    expect(JSON.stringify(next)).not.toMatch(new RegExp(quiz.classNames.join('|')));
    expect(JSON.stringify(next)).not.toContain(quiz.test.keys[quiz.rounds[0]!.positions[1]!]);
  });

  it('ignores an answer to the image before, one that names nothing, and anything else', async () => {
    const path = newPath();
    const own = session(path);
    await own.open();
    await own.hear({ kind: 'name', name: 'Ada' });
    await own.hear({ kind: 'begin' });
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (message) => {
        const { kind } = (message ?? {}) as { kind?: unknown };
        if (kind === 'leave' || kind === 'name') return;
        expect(await own.hear(message)).toBeUndefined();
      }),
    );
    const late = { kind: 'answer', id: '0-0', answer: 1, seconds: 1 };
    for (const change of [{ id: '0-1' }, { answer: 7 }, { answer: -1 }, { answer: 0.5 }, { answer: 'sad' }])
      expect(await own.hear({ ...late, ...change })).toBeUndefined();
    await own.hear({ ...late, seconds: NaN });
    expect(await own.hear(late)).toBeUndefined();
    expect((await readAnswers(path))!.people[0]!.answers).toHaveLength(1);
  });

  it('goes on where somebody stopped, in another session too, and offers those it knows', async () => {
    const path = newPath();
    const own = session(path);
    await own.open();
    await own.hear({ kind: 'name', name: 'Ada' });
    await own.hear({ kind: 'begin' });
    await own.hear({ kind: 'answer', id: '0-0', answer: 1, seconds: 1 });
    const later = session(path);
    expect(await later.open()).toMatchObject({ known: [{ name: 'Ada', given: 1 }] });
    expect(await later.hear({ kind: 'name', name: 'ADA' })).toMatchObject({ phase: 'intro', round: 1, left: 1 });
    expect(await answerAll(later, null)).toMatchObject({ phase: 'end', name: 'ADA' });
    expect((await readAnswers(path))!.people).toHaveLength(1);
    expect(await later.hear({ kind: 'leave' })).toMatchObject({ known: [{ name: 'Ada', given: 6 }] });
    expect(await later.hear({ kind: 'name', name: 'Ada' })).toMatchObject({ phase: 'end' });
  });

  it('ends with what came of each round, beside the model', async () => {
    const own = session(newPath());
    await own.open();
    await own.hear({ kind: 'name', name: 'Ada' });
    const { results } = (await answerAll(own, 0)) as QuizView & { phase: 'end' };
    const right = quiz.rounds.map(({ positions }) => positions.filter((k) => quiz.test.labels[k] === 0).length);
    expect(results).toEqual(
      [0, 1, 2].map((shots) => ({
        ...{ shots, images: 2, right: right[shots], unknown: 0, seconds: 5, model: shots === 0 ? 0 : 2 },
      })),
    );
  });

  it('says what keeps it from keeping an answer, which may then be given again', async () => {
    const path = newPath();
    const own = session(path);
    await own.open();
    await expect(own.hear({ kind: 'name', name: '  ' })).rejects.toThrow('A name of 1 to 60 letters is needed');
    await expect(own.hear({ kind: 'name', name: 'x'.repeat(61) })).rejects.toThrow(UserError);
    await expect(own.hear({ kind: 'name', name: 7 })).rejects.toThrow(UserError);
    await own.hear({ kind: 'name', name: 'Ada' });
    await own.hear({ kind: 'begin' });
    const answer = { kind: 'answer', id: '0-0', answer: 1, seconds: 1 };
    writeFileSync(path, 'my notes');
    await expect(own.hear(answer)).rejects.toThrow('is no JSON');
    expect(readFileSync(path, 'utf8')).toBe('my notes');
    rmSync(path);
    expect(await own.hear(answer)).toMatchObject({ phase: 'question', image: 2 });
  });
});
