import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listTasks } from '../../../../lib/datasets/suite/loadTask.js';
import { createRandom } from '../../../../lib/engine/random.js';
import { tf } from '../../../../lib/engine/tf.js';
import { embedTexts } from '../../../../lib/eval/embeddings/embedTexts.js';
import { matrixRow, normalizeRows, softmaxRows, stackRows, type Matrix } from '../../../../lib/eval/matrix.js';
import { averageEmbeddings, averageProbabilities } from '../../../../lib/eval/zeroShot/prompts/ensembles.js';
import { KIND_TEMPLATES } from '../../../../lib/eval/zeroShot/prompts/kindTemplates.js';
import { createPromptEncoder, type PromptEncoder } from '../../../../lib/eval/zeroShot/prompts/promptEncoder.js';
import { rankTemplates } from '../../../../lib/eval/zeroShot/prompts/rankTemplates.js';
import { selectTemplates } from '../../../../lib/eval/zeroShot/prompts/selectTemplates.js';
import { ensemblePrompts, zeroShotLogits } from '../../../../lib/eval/zeroShot/zeroShot.js';
import { UserError } from '../../../../lib/io/userError.js';
import { fillTemplate } from '../../../../lib/text/fillTemplate.js';
import { loadModel, type LoadedModel } from '../../../../lib/weights/loadModel.js';
import { expectClose } from '../../../fixtures/close.js';

let loaded: LoadedModel;
beforeAll(async () => {
  loaded = await loadModel('mini-rn');
});
afterAll(() => loaded.model.dispose());

const drawMatrix = (seed: number, rows: number, columns: number): Matrix => {
  const random = createRandom(seed);
  return { data: Float32Array.from({ length: rows * columns }, () => random.normal()), rows, columns };
};
const unitRows = (seed: number, rows: number, columns: number): Matrix =>
  normalizeRows(drawMatrix(seed, rows, columns));

describe('ensembles', () => {
  it('averages embeddings to the very classifier that ensemblePrompts makes', () => {
    const [T, K, D] = [3, 4, 5];
    const prompts = Array.from({ length: T }, (_, t) => drawMatrix(t, K, D));
    // There prompts stand class after class.
    const byClass = Array.from({ length: K }, (_, k) =>
      prompts.map((prompt) => ({ data: matrixRow(prompt, k), rows: 1, columns: D })),
    ).flat();
    expectClose(averageEmbeddings(prompts.map(normalizeRows)).data, ensemblePrompts(stackRows(byClass), T).data, 1e-6);
  });

  it('averages probabilities as classifiers one by one would be', () => {
    const before = tf.memory().numTensors;
    fc.assert(
      fc.property(fc.nat(99), fc.integer({ min: 1, max: 4 }), (seed, T) => {
        const features = drawMatrix(seed, 6, 5);
        const prompts = Array.from({ length: T }, (_, t) => unitRows(1000 + seed + t, 3, 5));
        const slow = new Float64Array(18);
        for (const prompt of prompts) {
          softmaxRows(zeroShotLogits(features, prompt, 20)).data.forEach((p, i) => (slow[i] = slow[i]! + p / T));
        }
        expectClose(averageProbabilities(features, prompts, 20).data, slow, 1e-5);
      }),
      { numRuns: 20 },
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives probabilities, also where a class is all but impossible', () => {
    const features = { data: Float32Array.of(1, 0), rows: 1, columns: 2 };
    const prompts = { data: Float32Array.of(1, 0, -1, 0), rows: 2, columns: 2 };
    const { data } = averageProbabilities(features, [prompts], 100);
    expect([...data]).toEqual([1, 0]);
  });

  it('needs a prompt', () => {
    expect(() => averageEmbeddings([])).toThrow(UserError);
    expect(() => averageProbabilities(drawMatrix(1, 1, 2), [], 1)).toThrow(UserError);
  });
});

describe('a prompt encoder', () => {
  it('gives each template’s prompts as unit rows, and encodes each once', async () => {
    const before = tf.memory().numTensors;
    const { model, tokenizer } = loaded;
    let encoded = 0;
    const counting = new Proxy(model, {
      get(target, name) {
        if (name === 'encodeText') encoded++;
        return Reflect.get(target, name, target) as unknown;
      },
    });
    const encoder = createPromptEncoder({ model: counting, tokenizer });
    const classNames = ['cat', 'dog', 'red heart'];
    const templates = ['{c}', 'an icon of {c}'];
    const [alone, icon] = await encoder.prompts(classNames, templates);
    const texts = classNames.map((name) => fillTemplate('an icon of {c}', name));
    expectClose(icon!.data, normalizeRows(await embedTexts(model, tokenizer, texts)).data, 1e-5);
    expect([alone!.rows, alone!.columns]).toEqual([3, 256]);
    const times = encoded;
    expect(times).toBeGreaterThan(0);
    const again = await encoder.prompts(classNames, [...templates].reverse());
    expect(encoded).toBe(times);
    expect(again).toEqual([icon, alone]);
    expect(encoder.logitScale).toBe(model.logitScale());
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses a template that gives every class the same text', async () => {
    await expect(createPromptEncoder(loaded).prompts(['cat'], ['a photo'])).rejects.toThrow('has no {c}');
  });
});

/** Templates that are points in space rather than sentences: `t0`, `t1`, ... */
function madeUp(seed: number, T: number, K: number, D: number): { encoder: PromptEncoder; templates: string[] } {
  const known = new Map(Array.from({ length: T }, (_, t) => [`t${t}`, unitRows(seed + 7 * t, K, D)]));
  const encoder: PromptEncoder = {
    logitScale: 10,
    prompts: (_, templates) => Promise.resolve(templates.map((template) => known.get(template)!)),
  };
  return { encoder, templates: [...known.keys()] };
}
const trialOf = (seed: number) => ({
  classNames: ['a', 'b', 'c'],
  metric: 'accuracy' as const,
  validation: { features: drawMatrix(seed, 30, 4), labels: Int32Array.from({ length: 30 }, (_, n) => n % 3) },
});

/** The share of right answers of an ensemble, in plain numbers. */
function slowAccuracy({ validation }: ReturnType<typeof trialOf>, prompts: readonly Matrix[]): number {
  const rows = [0, 1, 2].map((k) =>
    [0, 1, 2, 3].map((d) => prompts.reduce((sum, prompt) => sum + prompt.data[k * 4 + d]!, 0)),
  );
  const unit = rows.map((row) => row.map((x) => x / Math.hypot(...row)));
  const right = Array.from(validation.labels).filter((label, n) => {
    const scores = unit.map((row) => row.reduce((sum, x, d) => sum + x * validation.features.data[n * 4 + d]!, 0));
    return scores.indexOf(Math.max(...scores)) === label;
  });
  return right.length / validation.labels.length;
}

describe('ranking and selection', () => {
  it('ranks templates by what each scores alone', async () => {
    const { encoder, templates } = madeUp(1, 6, 3, 4);
    const trial = trialOf(2);
    const ranked = await rankTemplates(encoder, trial, templates);
    expect(ranked.map(({ template }) => template).sort()).toEqual(templates);
    for (const [k, { template, score }] of ranked.entries()) {
      expect(score).toBe(slowAccuracy(trial, await encoder.prompts([], [template])));
      expect(score).toBeLessThanOrEqual(ranked[k - 1]?.score ?? 1);
    }
  });

  it('selects forward as trying every ensemble would', async () => {
    let longest = 0;
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const { encoder, templates } = madeUp(10 * seed, 8, 3, 4);
      const trial = trialOf(seed);
      const slow: string[] = [];
      let reached = -1;
      for (;;) {
        const left = templates.filter((template) => !slow.includes(template));
        const scores = await Promise.all(
          left.map(async (template) => slowAccuracy(trial, await encoder.prompts([], [...slow, template]))),
        );
        const best = Math.max(...scores);
        if (best <= reached) break;
        reached = best;
        slow.push(left[scores.indexOf(best)]!);
      }
      const steps = await selectTemplates(encoder, trial, templates);
      expect(steps.map(({ template }) => template)).toEqual(slow);
      expect(steps.at(-1)!.score).toBe(reached);
      const short = await selectTemplates(encoder, trial, templates, { most: 1 });
      expect(short).toEqual(steps.slice(0, 1));
      longest = Math.max(longest, steps.length);
    }
    expect(longest).toBeGreaterThan(2); // else it would only have picked the best
  });

  it('ends where all are taken', async () => {
    const { encoder, templates } = madeUp(1, 1, 3, 4);
    expect((await selectTemplates(encoder, trialOf(1), templates)).map(({ template }) => template)).toEqual(templates);
  });
});

it('knows the kind of thing of every task of the suite', async () => {
  const names = (await listTasks()).map(({ name }) => name);
  expect(Object.keys(KIND_TEMPLATES).sort()).toEqual(names.sort());
  for (const template of Object.values(KIND_TEMPLATES)) expect(() => fillTemplate(template, 'x')).not.toThrow();
});
