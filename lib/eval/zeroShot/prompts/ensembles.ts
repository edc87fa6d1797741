import { tf, type Tensor } from '../../../engine/tf.js';
import { UserError } from '../../../io/userError.js';
import { requireNumber } from '../../../io/requireNumber.js';
import { requireRows } from '../../../io/requireRows.js';
import { normalizeRows, type Matrix } from '../../matrix.js';
import { requireMatrix } from '../../requireMatrix.js';
import { unitRows } from '../../unitRows.js';

/**
 * One classifier of several prompts a class, averaged in embedding space (paper sec 3.1.4): a mean of unit vectors,
 * made one again. It costs as much to use as a single prompt.
 * @param prompts for each template unit rows [K, D]
 * @returns unit rows [K, D]
 * @example
 * const encoder = createPromptEncoder(await loadModel());
 * const prompts = await encoder.prompts(['cat', 'dog'], ['a photo of a {c}.', 'a drawing of a {c}.']);
 * const classifier = averageEmbeddings(prompts); // [2, D]
 */
export function averageEmbeddings(prompts: readonly Matrix[]): Matrix {
  const first = requirePrompts(prompts);
  const data = new Float32Array(first.data.length);
  for (const prompt of prompts) for (let i = 0; i < data.length; i++) data[i] = data[i]! + prompt.data[i]!;
  return normalizeRows({ ...first, data });
}

/**
 * The same in probability space, which the paper weighs and leaves: every template is a classifier of its own, and what
 * they say is averaged. Its cost grows with the templates.
 * @param features image features [N, D] @param prompts for each template unit rows [K, D]
 * @returns probabilities [N, K], each row of which sums to 1
 * @example
 * const clip = await loadModel();
 * const { classNames, validation } = await loadDataset('weather');
 * const encoder = createPromptEncoder(clip);
 * const prompts = await encoder.prompts(classNames, ['a photo of a {c}.', 'a drawing of a {c}.']);
 * const features = await embedImages(clip.model, await readImages(validation));
 * averageProbabilities(features, prompts, encoder.logitScale); // [N, classes]
 */
export function averageProbabilities(features: Matrix, prompts: readonly Matrix[], logitScale: number): Matrix {
  const first = requirePrompts(prompts);
  requireNumber(logitScale, 'the logit scale', 0);
  requireMatrix(features, 'the features', { row: 'image', columns: first.columns });
  const unit = unitRows(features, (row) => `image ${row + 1} of ${features.rows}`);
  const data = tf.tidy(() => {
    const images = tf.tensor2d(unit.data, [unit.rows, unit.columns]);
    let sum: Tensor = tf.scalar(0);
    for (const { data: rows } of prompts) {
      sum = tf.tidy(() => {
        const classes = tf.tensor2d(rows, [first.rows, first.columns]);
        const added = tf.add(sum, tf.softmax(tf.mul(tf.matMul(images, classes, false, true), logitScale)));
        sum.dispose();
        return added;
      });
    }
    return tf.div(sum, prompts.length).dataSync<'float32'>();
  });
  return { data, rows: unit.rows, columns: first.rows };
}

function requirePrompts(prompts: readonly Matrix[]): Matrix {
  requireRows(prompts, 'the text features of the templates');
  if (!prompts[0]) throw new UserError('Zero-shot classification needs at least one template, such as "{c}".');
  const { rows, columns } = prompts[0];
  prompts.forEach((prompt, t) =>
    requireMatrix(prompt, `the text features of template ${t + 1}`, { row: 'class', rows, columns }),
  );
  return prompts[0];
}
