import { expect, it } from 'vitest';
import type { Dataset } from '../../lib/datasets/dataset.js';
import { createRandom } from '../../lib/engine/random.js';
import { evaluateTask, type Method } from '../../lib/eval/evaluateTask.js';
import { UserError } from '../../lib/io/userError.js';

/** Of a model and a dataset that nothing is asked of before the methods are looked at. */
const evaluate = (...methods: string[]) =>
  evaluateTask({} as never, {} as Dataset, { random: createRandom(1), methods: methods as Method[] });

it.each([
  [[], 'the methods are none, expected one or more of zero-shot, linear probe.'],
  [['zero-shot', 'few-shot'], 'the methods are "few-shot", expected one or more of zero-shot, linear probe.'],
])('refuses the methods %j', async (methods, sentence) => {
  const refusal: unknown = await evaluate(...methods).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(UserError);
  expect((refusal as UserError).message).toBe(sentence);
});
