import { table } from 'arquero';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { answerContrast } from '../../lib/experiments/answerContrast.js';
import { answerSummary, type AnswerSummary } from '../../lib/experiments/answerSummary.js';
import { classAccuracies } from '../../lib/experiments/classAccuracies.js';
import { answerTable, type GivenAnswer } from '../../lib/experiments/givenAnswers.js';
import { UserError } from '../../lib/io/userError.js';

const CLASSES = ['a', 'b', 'c'];
/** Answers of some people to some images, of which not everybody has seen every one. */
const answers = fc
  .record({
    people: fc.integer({ min: 1, max: 4 }),
    shown: fc.array(fc.constantFrom(...CLASSES), { minLength: 1, maxLength: 8 }),
    seed: fc.integer(),
  })
  .map(({ people, shown, seed }): GivenAnswer[] => {
    const random = createRandom(seed);
    const words = [...CLASSES, null];
    return Array.from({ length: people }, (_, p) =>
      shown.flatMap((name, k) =>
        k > 0 && random.int(4) === 0
          ? []
          : [{ who: `p${p}`, shots: 0, key: `k${k}`, class: name, answer: words[random.int(4)]! }],
      ),
    ).flat();
  });

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const byClass = (rows: readonly GivenAnswer[]): GivenAnswer[][] =>
  CLASSES.map((name) => rows.filter((row) => row.class === name)).filter(({ length }) => length > 0);
/** The slow twins, from the words of Table 2. */
const slowAccuracy = (rows: readonly GivenAnswer[]): number =>
  mean(byClass(rows).map((own) => own.filter((row) => row.answer === row.class).length / own.length));
function slowVote(rows: readonly GivenAnswer[]): number | undefined {
  const decided = [...new Set(rows.map(({ key }) => key))].flatMap((key): GivenAnswer[] => {
    const own = rows.filter((row) => row.key === key);
    const count = (answer: string | null): number => own.filter((row) => row.answer === answer).length;
    const most = Math.max(...own.map(({ answer }) => count(answer)));
    const winners = new Set(own.map(({ answer }) => answer).filter((answer) => count(answer) === most));
    return winners.size === 1 ? [{ ...own[0]!, answer: [...winners][0]! }] : [];
  });
  return decided.length === 0 ? undefined : slowAccuracy(decided);
}
/** Both are nothing, or the same number. */
function expectNear(found: number | null, wanted: number | null | undefined): void {
  if (typeof wanted === 'number') expect(found).toBeCloseTo(wanted, 10);
  else expect(found).toBeNull();
}
const guessed = (rows: readonly GivenAnswer[]): GivenAnswer[] => rows.filter(({ answer }) => answer !== null);
const only = (rows: readonly GivenAnswer[]): AnswerSummary =>
  (answerSummary(answerTable(rows)).objects() as AnswerSummary[])[0]!;

describe('the columns of Table 2', () => {
  it('are what their slow twins find', () => {
    fc.assert(
      fc.property(answers, (rows) => {
        const found = only(rows);
        const guesses = guessed(rows);
        expect(found.accuracy).toBeCloseTo(slowAccuracy(rows), 10);
        expectNear(found.majorityVote, slowVote(rows));
        expectNear(found.accuracyOnGuesses, guesses.length > 0 ? slowAccuracy(guesses) : undefined);
        expectNear(found.majorityVoteOnGuesses, slowVote(guesses));
        expect(found.unknown).toBeCloseTo(1 - guesses.length / rows.length, 10);
        expect(found.low!).toBeLessThanOrEqual(found.accuracy + 1e-9);
        expect(found.high!).toBeGreaterThanOrEqual(found.accuracy - 1e-9);
      }),
      { numRuns: 30 },
    );
  });

  it('of one person are the same with and without a vote', () => {
    fc.assert(
      fc.property(answers, (rows) => {
        const found = only(rows.filter(({ who }) => who === 'p0'));
        expectNear(found.majorityVote, found.accuracy);
        expectNear(found.majorityVoteOnGuesses, found.accuracyOnGuesses);
        expect([found.people, found.ties]).toEqual([1, 0]);
      }),
      { numRuns: 20 },
    );
  });

  it('have a row a number of examples, and none where nobody has answered', () => {
    const row = { who: 'p', key: 'k', class: 'a', answer: 'a' };
    const both = answerTable([2, 0].map((shots) => ({ ...row, shots, key: `k${shots}` })));
    expect(answerSummary(both).array('shots')).toEqual([0, 2]);
    expect(answerSummary(answerTable([])).numRows()).toBe(0);
    expect(answerSummary(answerTable([])).columnNames()).toContain('majorityVoteOnGuesses');
    expect(() => answerSummary(table({ who: ['p'] }))).toThrow('has no shots, key, class, answer');
    expect(() => answerSummary(undefined as never)).toThrow(UserError);
  });
});

describe('a contrast', () => {
  it('of a thing with itself is nothing, in every draw', () => {
    fc.assert(
      fc.property(answers, fc.double({ min: 0.1, max: 4, noNaN: true }), (rows, weight) => {
        const own = { answers: answerTable(rows), shots: 0 };
        const found = answerContrast([
          { ...own, weight },
          { ...own, weight: -weight },
        ]);
        expect(found).toEqual({ mean: 0, interval: { low: 0, high: 0 } });
      }),
      { numRuns: 15 },
    );
  });

  /** People who are right with some chance on their own images of each round. */
  const simulated = (seed: number, chances: readonly number[], images = 90): GivenAnswer[] => {
    const random = createRandom(seed);
    return [0, 1, 2].flatMap((p) =>
      chances.flatMap((chance, shots) =>
        Array.from({ length: images }, (_, k): GivenAnswer => {
          const name = CLASSES[k % 3]!;
          const answer = random.next() < chance ? name : CLASSES[(k + 1) % 3]!;
          return { who: `p${p}`, shots, key: `${shots} ${k}`, class: name, answer };
        }),
      ),
    );
  };
  const gain = (rows: readonly GivenAnswer[]) => {
    const own = answerTable(rows);
    return answerContrast([
      { answers: own, shots: 1 },
      { answers: own, shots: 0, weight: -1 },
    ])!;
  };

  it('finds a gain that is there, and covers one that is not as often as it says', () => {
    const there = gain(simulated(1, [0.5, 0.8]));
    expect(there.interval!.low).toBeGreaterThan(0.1);
    expect(there.mean).toBeCloseTo(0.3, 0);
    const covered = Array.from({ length: 40 }, (_, seed) => gain(simulated(seed, [0.6, 0.6], 45)).interval!).filter(
      ({ low, high }) => low <= 0 && high >= 0,
    );
    expect(covered.length).toBeGreaterThanOrEqual(35);
  });

  const shyFriends = (rows: readonly GivenAnswer[]): GivenAnswer[] =>
    rows.filter(({ shots, who }) => shots === 0 && who !== 'p0').map((row) => ({ ...row, answer: null }));

  it('is the same each time, and none where nobody has answered', () => {
    const rows = simulated(3, [0.5, 0.6]);
    expect(gain(rows)).toEqual(gain(rows));
    const own = { answers: answerTable(rows), shots: 2 };
    expect(answerContrast([own])).toBeUndefined();
    const silent = answerTable(rows.map((row) => ({ ...row, answer: null })));
    expect(answerContrast([{ answers: silent, shots: 0, guesses: true }])).toBeUndefined();
    // One guess among many is in few draws: there is no interval then.
    const [first, ...others] = rows.filter(({ shots, who }) => shots === 0 && who === 'p0');
    const shy = answerTable([first!, ...others.map((row) => ({ ...row, answer: null })), ...shyFriends(rows)]);
    expect(answerContrast([{ answers: shy, shots: 0, guesses: true }])!.interval).toBeNull();
  });

  it('refuses terms that are none', () => {
    for (const terms of [[], undefined, [7], [{ answers: table({}), shots: 0 }]])
      expect(() => answerContrast(terms as never)).toThrow(UserError);
    const own = { answers: answerTable([]), shots: 0 };
    expect(() => answerContrast([{ ...own, weight: NaN }])).toThrow('the weight of a term is NaN');
  });
});

it('accuracies of classes average to the accuracy, the hardest first', () => {
  fc.assert(
    fc.property(answers, (rows) => {
      const found = classAccuracies(answerTable(rows), 0);
      const values = [...found.array('accuracy')] as number[];
      expect(values).toEqual([...values].sort((a, b) => a - b));
      expect(mean(values)).toBeCloseTo(only(rows).accuracy, 10);
      expect(classAccuracies(answerTable(rows), 1).numRows()).toBe(0);
    }),
    { numRuns: 20 },
  );
});
