import type { Task } from '../datasets/suite/loadTask.js';
import type { ImageBatch } from '../image/imageBatch.js';
import { breathe } from '../io/interruption.js';
import type { Clip } from '../models/clip.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { embedImages } from './embedImages.js';
import type { Matrix } from './matrix.js';
import { averageEmbeddings, averageProbabilities } from './prompts/ensembles.js';
import { createPromptEncoder, type PromptEncoder } from './prompts/promptEncoder.js';
import { metricValue, type TaskMetric } from './resultRows.js';
import { zeroShotLogits } from './zeroShot.js';

type ClipWithWords = { readonly model: Clip; readonly tokenizer: Tokenizer };

/** One way to measure zero-shot: what it does not name is done as the paper does it. */
export interface ZeroShotSetup {
  readonly name: string;
  /** Default: the task's own. */
  readonly templates?: readonly string[];
  /** One a class, in the labels' order. Default: the task's own. */
  readonly classNames?: readonly string[];
  /** Where templates are averaged. Default `embeddings`. */
  readonly average?: 'embeddings' | 'probabilities';
  /** Default: the task's own. */
  readonly metric?: TaskMetric;
  /** What is done to pictures before the model; it resizes those that are not of its size as the reference does. */
  readonly prepare?: (images: ImageBatch) => ImageBatch;
  /** Another model, e.g. the same weights with another activation. */
  readonly clip?: ClipWithWords;
}

/** What a setup scored, as a row of a tidy table. */
export type SetupRow = {
  readonly task: string;
  readonly setup: string;
  readonly metric: TaskMetric;
  /** 0..1 */
  readonly score: number;
};

/**
 * Measures several ways of zero-shot on the same test pictures. Every prompt is encoded before the test split is opened, which
 * uses it up.
 * @param encoder where prompts of `clip` may already be encoded
 * @throws UserError where the test split was opened before
 */
export async function evaluateSetups(
  clip: ClipWithWords,
  task: Task,
  setups: readonly ZeroShotSetup[],
  encoder: PromptEncoder = createPromptEncoder(clip),
): Promise<SetupRow[]> {
  const encoders = new Map<ClipWithWords, PromptEncoder>([[clip, encoder]]);
  const prompts: (readonly Matrix[])[] = [];
  for (const { clip: own = clip, classNames = task.classNames, templates = task.templates } of setups) {
    if (!encoders.has(own)) encoders.set(own, createPromptEncoder(own));
    prompts.push(await encoders.get(own)!.prompts(classNames, templates));
  }

  const { images, labels, labelSets } = task.test.open();
  const embedded = new Map<ClipWithWords, Map<ZeroShotSetup['prepare'], Matrix>>();
  const features = async ({ clip: own = clip, prepare }: ZeroShotSetup): Promise<Matrix> => {
    const ofClip = embedded.get(own) ?? new Map<ZeroShotSetup['prepare'], Matrix>();
    embedded.set(own, ofClip);
    const made = ofClip.get(prepare) ?? (await embedImages(own.model, prepare ? prepare(images) : images));
    ofClip.set(prepare, made);
    return made;
  };

  const rows: SetupRow[] = [];
  for (const [s, setup] of setups.entries()) {
    const { name, average = 'embeddings', metric = task.metric, clip: own = clip } = setup;
    const { logitScale } = encoders.get(own)!;
    const pictures = await features(setup);
    const logits =
      average === 'embeddings'
        ? zeroShotLogits(pictures, averageEmbeddings(prompts[s]!), logitScale)
        : averageProbabilities(pictures, prompts[s]!, logitScale);
    rows.push({ task: task.title, setup: name, metric, score: metricValue(metric, logits, labels, labelSets) });
    await breathe();
  }
  return rows;
}
