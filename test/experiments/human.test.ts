import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { escape, type ColumnTable } from 'arquero';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addAnswer } from '../../lib/apps/people/addAnswer.js';
import { openQuiz, type Quiz } from '../../lib/apps/people/quiz.js';
import { drawShots } from '../../lib/datasets/draws/drawShots.js';
import { loadDataset } from '../../lib/datasets/loadDataset.js';
import { tf } from '../../lib/engine/tf.js';
import { answerSummary } from '../../lib/experiments/answerSummary.js';
import { findExperiment } from '../../lib/experiments/experiments.js';
import { fewShotExperiment, type FewShotMeasurement } from '../../lib/experiments/fewShot.js';
import { humanExperiment, type HumanMeasurement } from '../../lib/experiments/human.js';
import { modelAnswers } from '../../lib/experiments/modelAnswers.js';
import { peopleAnswers } from '../../lib/experiments/peopleAnswers.js';
import { setProgressSink } from '../../lib/io/progress.js';

setProgressSink(() => undefined);
const FOLDER = await mkdtemp(join(tmpdir(), 'cliplab human '));
const ASKED = { models: ['mini-rn'], tasks: ['faces'], seeds: [1, 2] };
let scores: ColumnTable;
let rows: HumanMeasurement[];
let tensors: number;
beforeAll(async () => {
  vi.stubEnv('CLIPLAB_CACHE', FOLDER);
  await humanExperiment({ ...ASKED, seeds: [1] });
  const before = tf.memory().numTensors;
  scores = await humanExperiment(ASKED);
  tensors = tf.memory().numTensors - before;
  rows = scores.objects() as HumanMeasurement[];
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(FOLDER, { recursive: true });
});

describe('the answers of a model', () => {
  it('are one an image and way, and leave no tensor behind', async () => {
    const { classNames, test, train } = await loadDataset('faces');
    const { keys, labels } = test.open();
    expect(rows.length).toBe(keys.length * (1 + 2 * (2 * 2 + 1)));
    expect(tensors).toBe(0);
    rows.forEach((row, k) => {
      const at = k % keys.length;
      expect([row.key, row.class]).toEqual([keys[at], classNames[labels[at]!]]);
      expect(row.value).toBe(row.answer === row.class ? 1 : 0);
    });
    const drawn = drawShots({ name: 'faces', classNames, train }, 2, 1).sha256;
    expect(rows.find(({ shots, seed }) => shots === 2 && seed === 1)!.draw).toBe(drawn);
  });

  it('are those of the few-shot experiment', async () => {
    const table = await fewShotExperiment({ ...ASKED, shots: [1, 2] });
    for (const { method, shots, seed, value } of table.objects() as FewShotMeasurement[]) {
      const own = rows.filter((row) => row.method === method && row.shots === shots && row.seed === seed);
      expect(own.reduce((sum, row) => sum + row.value, 0) / own.length, `${method}, ${shots}`).toBeCloseTo(value, 10);
    }
  });

  it('have the form of those of people: zero-shot answers in every draw', () => {
    for (const method of ['linear probe', 'probe from zero-shot'] as const) {
      const answers = modelAnswers(scores, { method });
      const summary = answerSummary(answers);
      expect(summary.array('shots')).toEqual([0, 1, 2]);
      expect(summary.array('people')).toEqual([2, 2, 2]);
      expect([...summary.array('unknown')]).toEqual([0, 0, 0]);
    }
    expect(() => modelAnswers(scores.select('task'))).toThrow('not the columns');
    const two = scores.concat(scores.derive({ model: escape(() => 'other') }));
    expect(() => modelAnswers(two)).toThrow('scores of 2 models and tasks');
  });

  it('are refused for what people cannot be asked', async () => {
    await expect(humanExperiment({ tasks: ['scenes'] })).rejects.toThrow('several labels an image');
    await expect(humanExperiment({ tasks: ['hands'] })).rejects.toThrow('a class of 0 training images');
    await expect(humanExperiment({ tasks: ['emoji-styles'] })).rejects.toThrow('two examples are shown');
    await expect(humanExperiment({ seeds: [] })).rejects.toThrow('there are no seeds');
    await expect(humanExperiment({ shots: [1] })).rejects.toThrow('no option "shots"');
    expect(findExperiment('human').run).toBe(humanExperiment);
  });
});

describe('the answers of people', () => {
  const path = join(FOLDER, 'faces.json');
  let quiz: Quiz;
  /** Names every image rightly, but for those of the first round, which are not known. */
  async function answerAll(name: string): Promise<void> {
    for (const { shots, positions } of quiz.rounds)
      for (const k of positions) {
        const answer = shots === 0 ? null : quiz.classNames[quiz.test.labels[k]!]!;
        await addAnswer(quiz, path, name, { shots, image: quiz.test.keys[k]!, answer, seconds: 1 });
      }
  }
  beforeAll(async () => {
    quiz = await openQuiz('faces', 2);
  });

  it('are none before there is a file', async () => {
    const people = await peopleAnswers(path, { task: 'faces', images: 2 });
    expect([people.numRows(), people.columnNames()]).toEqual([0, ['who', 'shots', 'key', 'class', 'answer']]);
  });

  it('stand beside what the images show, and to which the model has answers, too', async () => {
    await answerAll('Ada');
    await answerAll('Bob');
    const people = await peopleAnswers(path, { task: 'faces', images: 2 });
    expect(people.numRows()).toBe(12);
    expect([...answerSummary(people).array('accuracy')]).toEqual([0, 1, 1]);
    expect([...answerSummary(people).array('accuracyOnGuesses')]).toEqual([null, 1, 1]);
    const same = ['shots', 'key'];
    const asked = modelAnswers(scores).semijoin(people, [same, same]);
    expect(answerSummary(asked).array('images')).toEqual([2, 2, 2]);
  });

  it('to other questions, and ones that were not asked so, are refused', async () => {
    await expect(peopleAnswers(path, { task: 'faces', images: 3 })).rejects.toThrow('ask as many as then');
    await expect(peopleAnswers(path, { task: 'weather', images: 2 })).rejects.toThrow('answers to faces, and weather');
    for (const change of [{ answer: 'bored' }, { image: 'nothing' }, { shots: 1 }]) {
      const [{ shots, positions }] = quiz.rounds as [Quiz['rounds'][number]];
      const sound = { shots, image: quiz.test.keys[positions[0]!]!, answer: null, seconds: 1 };
      const { task, testSha256, questionsSha256 } = quiz;
      const people = [{ name: 'Eve', answers: [{ ...sound, ...change }] }];
      const damaged = join(FOLDER, 'damaged.json');
      await writeFile(
        damaged,
        JSON.stringify({ format: 'cliplab answers 1', task, testSha256, questionsSha256, people }),
      );
      await expect(peopleAnswers(damaged, { task: 'faces', images: 2 })).rejects.toThrow('is damaged, as "Eve" gives');
    }
  });
});
