import { expect, it } from 'vitest';
import { loadTask } from '../../../../lib/datasets/suite/loadTask.js';
import { embedSplit } from '../../../../lib/eval/embeddings/embedDataset.js';
import { matrixRow } from '../../../../lib/eval/matrix.js';
import { meanPerClassAccuracy } from '../../../../lib/eval/metrics/meanPerClassAccuracy.js';
import { classifyByPrompts } from '../../../../lib/eval/zeroShot/prompts/classifyByPrompts.js';
import { createPromptEncoder } from '../../../../lib/eval/zeroShot/prompts/promptEncoder.js';
import { zeroShotClassifier } from '../../../../lib/eval/zeroShot/zeroShot.js';
import { loadModel } from '../../../../lib/weights/loadModel.js';

it('takes each image for the class whose prompts are nearest, and refuses names that are not one a class', async () => {
  const clip = await loadModel('mini-rn');
  const { classNames, metric, templates, ...task } = await loadTask('clocks');
  const validation = await embedSplit(clip.model, { classNames, metric, templates, ...task }, 'validation');
  const trial = { classNames, metric, validation };
  const { predicted, score } = await classifyByPrompts(createPromptEncoder(clip), trial, templates);

  const classifier = await zeroShotClassifier(clip.model, clip.tokenizer, classNames, templates);
  const nearest = Array.from(validation.labels, (_, n) => {
    const image = matrixRow(validation.features, n);
    const products = classNames.map((_, k) => matrixRow(classifier, k).reduce((sum, x, j) => sum + x * image[j]!, 0));
    return products.indexOf(Math.max(...products));
  });
  expect([...predicted]).toEqual(nearest);
  expect(new Set(nearest).size).toBeGreaterThan(1);
  expect(score).toBe(meanPerClassAccuracy(Int32Array.from(nearest), validation.labels));

  const other = { ...trial, classNames: classNames.slice(1) };
  await expect(classifyByPrompts(createPromptEncoder(clip), other, templates)).rejects.toThrow(/label/);
  await expect(classifyByPrompts(createPromptEncoder(clip), trial, [])).rejects.toThrow('at least one template');
  clip.model.dispose();
});
