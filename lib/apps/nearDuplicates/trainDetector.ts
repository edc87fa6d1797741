import { createRandom } from '../../engine/random.js';
import { tf, type Tensor4D, type Variable } from '../../engine/tf.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { selectImages } from '../../image/selectImages.js';
import { toPixels } from '../../image/toPixels.js';
import { contrastiveLoss } from '../../loss/contrastiveLoss.js';
import { createAdamW, type AdamW } from '../../train/adamW.js';
import { applyGradients, type StepResult } from '../../train/applyGradients.js';
import { createBatchOrder } from '../../train/batchOrder.js';
import type { RunVariables } from '../../train/checkpoint.js';
import { trainingLoop, type TakenStep } from '../../train/trainingLoop.js';
import { momentVariables } from '../../train/trainingRun.js';
import { initializeDetector, type Detector } from './detector.js';
import type { DetectorRecipe } from './detectorRecipe.js';
import { distortImages } from './distortImages.js';
import { shareFound } from './shareFound.js';

export interface TrainDetectorOptions {
  readonly recipe: DetectorRecipe;
  /** Where checkpoints and the log are kept; a run found there goes on. */
  readonly folder: string;
  readonly images: ImageBatch;
  /** Images by designers kept aside, whose copies are looked for as training goes on. */
  readonly validation: ImageBatch;
  readonly precision: 'fp32' | 'bf16';
  readonly warn?: (message: string) => void;
}

const CHECKPOINTS_KEPT = 2;

/**
 * Trains the near-duplicate detector (paper appendix C): two altered copies of each image of a batch must find each
 * other among all the others (InfoNCE, fixed temperature). Stopped or killed, the same call goes on. A second process
 * that trains in the same folder waits, and takes up what the first has left. Hands over the detector.
 * @throws Interrupted when the user stops it, with a checkpoint
 * @throws UserError when the run diverges, naming its last good checkpoint
 */
export async function trainDetector(options: TrainDetectorOptions): Promise<Detector> {
  const { recipe, folder, images, validation, precision, warn } = options;
  const random = createRandom(recipe.seed);
  const detector = initializeDetector(recipe.model, random.fork('parameters'));
  const run = {
    detector,
    trained: trainedOf(detector),
    optimizer: createAdamW(detector.parameters.trainable(), recipe),
  };
  const everyone = Uint32Array.from({ length: images.count }, (_, k) => k);
  const order = createBatchOrder(everyone, recipe.batchSize, random.fork('order'));
  const size = recipe.model.vision.imageSize;
  const take = async (step: number, learningRate: number): Promise<TakenStep> => {
    const asked = performance.now();
    const drawn = selectImages(images, [...order.batch(step)]);
    const draw = random.fork(`step ${step}`);
    const copies = [
      await distortImages(drawn, size, recipe.distortion, draw),
      await distortImages(drawn, size, recipe.distortion, draw),
    ] as const;
    const waitedSeconds = (performance.now() - asked) / 1000;
    return { ...detectorStep(run, copies, { recipe, precision, learningRate, step }), waitedSeconds };
  };
  try {
    await trainingLoop({
      ...{ recipe: { ...recipe, checkpointsKept: CHECKPOINTS_KEPT }, folder, take, warn },
      variables: detectorVariables(run),
      evaluate: async () => {
        const { top1, top5 } = await shareFound(detector, validation, recipe.distortion, random);
        return { validationTop1: top1, validationTop5: top5 };
      },
      logitScale: () => 1 / recipe.temperature,
      lossOfNoLearning: Math.log(recipe.batchSize),
    });
    return detector;
  } catch (error) {
    detector.dispose();
    throw error;
  } finally {
    run.optimizer.dispose();
  }
}

/** All that changes while the detector is trained. */
interface DetectorRun {
  readonly detector: Detector;
  /** What is trained, by name. The optimizer's order. */
  readonly trained: ReadonlyMap<string, Variable>;
  readonly optimizer: AdamW;
}

function trainedOf({ parameters }: Detector): Map<string, Variable> {
  return new Map(
    parameters.specs.filter(({ trainable }) => trainable).map(({ name }) => [name, parameters.get(name)] as const),
  );
}

/** All parameters, statistics too, and both moments of each that is trained. */
function detectorVariables({ detector: { parameters }, trained, optimizer }: DetectorRun): RunVariables {
  return new Map([
    ...parameters.specs.map(({ name }) => [`parameter/${name}`, parameters.get(name)] as const),
    ...momentVariables(trained, optimizer),
  ]);
}

/** One step on two copies of each image; a loss that is not finite changes nothing. */
function detectorStep(
  run: DetectorRun,
  [first, second]: readonly [ImageBatch, ImageBatch],
  {
    recipe,
    precision,
    learningRate,
    step,
  }: {
    readonly recipe: DetectorRecipe;
    readonly precision: 'fp32' | 'bf16';
    readonly learningRate: number;
    readonly step: number;
  },
): StepResult {
  const { detector, trained } = run;
  const { config } = detector;
  const variables = [...trained.values()];
  const mode = { training: true, precision };
  return tf.tidy(() => {
    // One pass over both copies, so that batch normalization sees them as one batch.
    const size = config.vision.imageSize;
    const pixels: Tensor4D = tf.concat([toPixels(first, size, config), toPixels(second, size, config)]);
    const logScale = tf.scalar(Math.log(1 / recipe.temperature));
    const { value, grads } = tf.variableGrads(() => {
      const features = detector.encode(pixels, mode); // [2 N, D]
      const N = first.count;
      const [a, b] = [tf.slice(features, [0, 0], [N, -1]), tf.slice(features, [N, 0], [N, -1])];
      return contrastiveLoss(a, b, logScale);
    }, variables);
    const gradients = variables.map((variable) => grads[variable.name]!);
    const { clipNorm } = recipe;
    return applyGradients(run, { loss: value.dataSync()[0]!, gradients }, { learningRate, clipNorm, step });
  });
}
