import { beforeAll, describe, expect, it } from 'vitest';
import { loadDataset } from '../../lib/datasets/loadDataset.js';
import { loadTask } from '../../lib/datasets/suite/loadTask.js';
import { createRandom } from '../../lib/engine/random.js';
import { embedSplit } from '../../lib/eval/embeddings/embedDataset.js';
import { evaluateTask } from '../../lib/eval/evaluateTask.js';
import { topKAccuracy } from '../../lib/eval/metrics/topKAccuracy.js';
import { zeroShotClassifier, zeroShotLogits } from '../../lib/eval/zeroShot/zeroShot.js';
import { promptsExperiment, type PromptRow } from '../../lib/experiments/prompts.js';
import { loadModel } from '../../lib/weights/loadModel.js';
import { memoryJournal } from './interruptedJournal.js';

const TASKS = ['weather', 'clocks'];
let rows: PromptRow[];
beforeAll(async () => {
  rows = (await promptsExperiment({ models: ['mini-rn'], tasks: TASKS })).objects() as PromptRow[];
});

const of = (task: string, method: string, split = 'test'): PromptRow[] =>
  rows.filter((row) => row.task === task && row.method === method && row.split === split);

describe('the experiment on prompts', () => {
  it('has ten ways a task on the test split, each as evaluateTask tells of it', async () => {
    const loaded = await loadModel('mini-rn');
    for (const task of TASKS) {
      const ways = rows.filter((row) => row.task === task && row.split === 'test');
      expect(new Set(ways.map(({ method }) => method)).size).toBe(10);
      expect(ways.length).toBe(10);
      const dataset = await loadDataset(task);
      const { rows: reference } = await evaluateTask(loaded, dataset, {
        random: createRandom(1),
        methods: ['zero-shot'],
      });
      const { metric, n, chance, value } = reference[0]!;
      expect(of(task, 'task templates')[0]).toEqual({
        ...{ task, title: dataset.title, model: 'mini-rn', method: 'task templates', metric, shots: 0, seed: null },
        ...{ value, low: null, high: null, n, chance, testSha256: dataset.contents.test.sha256 },
        ...{ split: 'test', templates: dataset.templates.join(' + ') },
      });
    }
    loaded.model.dispose();
  });

  it('has every shared template on the validation split, whose score is that of a classifier of it alone', async () => {
    const { model, tokenizer } = await loadModel('mini-rn');
    const task = await loadTask('weather');
    const { features, labels } = await embedSplit(model, task, 'validation');
    const alone = of('weather', 'one template', 'validation');
    expect(alone.length).toBe(82); // the paper's 80, the name alone, an icon
    for (const { templates, value, n, testSha256 } of alone.filter((_, k) => k % 20 === 0 || k > 79)) {
      const classifier = await zeroShotClassifier(model, tokenizer, task.classNames, [templates]);
      expect([templates, value]).toEqual([
        templates,
        topKAccuracy(zeroShotLogits(features, classifier, model.logitScale()), labels),
      ]);
      expect([n, testSha256]).toEqual([46, task.contents.validation.sha256]);
    }
    model.dispose();
  });

  it('says what was chosen, which is no worse on validation than the best template by itself', () => {
    for (const task of TASKS) {
      const [chosen] = of(task, 'chosen on validation', 'validation');
      const [onTest] = of(task, 'chosen on validation');
      expect(chosen!.templates).toBe(onTest!.templates);
      expect(chosen!.templates.split(' + ').length).toBeLessThanOrEqual(7);
      const best = Math.max(...of(task, 'one template', 'validation').map(({ value }) => value));
      expect(chosen!.value).toBeGreaterThanOrEqual(best);
    }
    expect(of('weather', '80 templates')[0]!.templates).toBe('80 templates');
  });

  it('goes on where it was interrupted', async () => {
    const kept = new Map<string, readonly object[]>();
    const options = { models: ['mini-rn'], tasks: TASKS };
    const first = memoryJournal(kept, 1);
    await expect(promptsExperiment({ ...options, journal: first })).rejects.toThrow('interrupted');
    expect(first.computed.length).toBe(1);
    const second = memoryJournal(kept);
    expect((await promptsExperiment({ ...options, journal: second })).objects()).toEqual(rows);
    expect(second.computed).toEqual([expect.stringMatching(/^clocks mini-rn /)]);
  });

  it('says in one sentence which model or task is not there', async () => {
    await expect(promptsExperiment({ models: ['nothing'], tasks: TASKS })).rejects.toThrow(/nothing.*\.$/);
    await expect(promptsExperiment({ models: ['mini-rn'], tasks: ['nothing'] })).rejects.toThrow(
      'there is no dataset nothing',
    );
  });
});
