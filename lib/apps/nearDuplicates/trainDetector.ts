import { join } from 'node:path';
import { createRandom } from '../../engine/random.js';
import { tf, type Tensor4D } from '../../engine/tf.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { selectImages } from '../../image/selectImages.js';
import { toPixels } from '../../image/toPixels.js';
import { breathe, Interrupted } from '../../io/interruption.js';
import { startProgress } from '../../io/progress.js';
import { UserError } from '../../io/userError.js';
import { withFileLock } from '../../io/withFileLock.js';
import { contrastiveLoss } from '../../loss/contrastiveLoss.js';
import { createAdamW, type AdamW } from '../../train/adamW.js';
import { createBatchOrder } from '../../train/batchOrder.js';
import { restoreCheckpoint, saveCheckpoint, type RunVariables } from '../../train/checkpoint.js';
import { clippingScale, globalNorm } from '../../train/clipGradients.js';
import { cosineSchedule } from '../../train/cosineSchedule.js';
import { appendMetrics, rewindMetrics } from '../../train/metricsLog.js';
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

/** The log's file in a run's folder. */
export const DETECTOR_METRICS_FILE = 'metrics.jsonl';

const LOG_EVERY = 10;
const CHECKPOINTS_KEPT = 2;

/**
 * Trains the near-duplicate detector (paper appendix C): two altered copies of each image of a batch must find each other among
 * all the others (InfoNCE, fixed temperature). Stopped or killed, the same call goes on. A second process that trains in the same
 * folder waits, and takes up what the first has left. Hands over the detector.
 * @throws Interrupted when the user stops it, with a checkpoint
 * @throws UserError when a loss is not finite
 */
export async function trainDetector(options: TrainDetectorOptions): Promise<Detector> {
  return withFileLock(join(options.folder, 'run.lock'), () => trainAlone(options));
}

async function trainAlone(options: TrainDetectorOptions): Promise<Detector> {
  const { recipe, folder, images, validation, precision } = options;
  const random = createRandom(recipe.seed);
  const detector = initializeDetector(recipe.model, random.fork('parameters'));
  const optimizer = createAdamW(detector.parameters.trainable(), recipe);
  const variables = detectorVariables(detector, optimizer);
  const restored = await restoreCheckpoint(folder, variables, options.warn ?? console.warn);
  const log = join(folder, DETECTOR_METRICS_FILE);
  let step = restored?.step ?? 0;
  let trainedSeconds = restored?.trainedSeconds ?? 0;
  await rewindMetrics(log, step);
  const everyone = Uint32Array.from({ length: images.count }, (_, k) => k);
  const order = createBatchOrder(everyone, recipe.batchSize, random.fork('order'));
  const progress = startProgress(`train ${recipe.name} from step ${step}`, 'steps', recipe.steps - step);
  const save = (): Promise<void> => saveCheckpoint(folder, variables, { step, trainedSeconds }, CHECKPOINTS_KEPT);
  try {
    while (step < recipe.steps) {
      const started = performance.now();
      const drawn = selectImages(images, [...order.batch(step)]);
      const draw = random.fork(`step ${step}`);
      const size = recipe.model.vision.imageSize;
      const copies = [
        await distortImages(drawn, size, recipe.distortion, draw),
        await distortImages(drawn, size, recipe.distortion, draw),
      ] as const;
      const learningRate = cosineSchedule(step, recipe.learningRate, recipe.warmupSteps, recipe.steps);
      const { loss, gradientNorm } = detectorStep(detector, optimizer, copies, recipe, precision, learningRate, step);
      if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm))
        throw new UserError(
          `training stopped at step ${step}: the loss is ${loss}; the checkpoints in ${folder} are sound, ` +
            `so lower the learning rate (${learningRate}) and go on from them.`,
        );
      trainedSeconds += (performance.now() - started) / 1000;
      step++;
      const last = step === recipe.steps;
      const evaluated = last || step % recipe.evaluateEvery === 0;
      if (evaluated || step % LOG_EVERY === 0) {
        const found = evaluated ? await shareFound(detector, validation, recipe.distortion, random) : undefined;
        const pairsSeen = step * recipe.batchSize;
        const logitScale = 1 / recipe.temperature;
        const metrics = { step, pairsSeen, trainedSeconds, loss, learningRate, gradientNorm, logitScale };
        await appendMetrics(log, {
          ...metrics,
          ...(found && { validationTop1: found.top1, validationTop5: found.top5 }),
        });
      }
      progress.advance(1, `loss ${loss.toFixed(3)} (${Math.log(recipe.batchSize).toFixed(3)} is no learning)`);
      if (last || step % recipe.checkpointEvery === 0) await save();
      await breathe();
    }
    return detector;
  } catch (error) {
    if (error instanceof Interrupted) await save();
    detector.dispose();
    throw error;
  } finally {
    progress.finish();
    optimizer.dispose();
  }
}

/** All parameters, statistics too, and both moments of each that is trained. */
function detectorVariables({ parameters }: Detector, optimizer: AdamW): RunVariables {
  const moments = optimizer.moments();
  const trained = parameters.specs.filter(({ trainable }) => trainable);
  return new Map([
    ...parameters.specs.map(({ name }) => [`parameter/${name}`, parameters.get(name)] as const),
    ...trained.map(({ name }, k) => [`mean/${name}`, moments[k]!.mean] as const),
    ...trained.map(({ name }, k) => [`variance/${name}`, moments[k]!.variance] as const),
  ]);
}

/** One step on two copies of each image; a loss that is not finite changes nothing. */
function detectorStep(
  detector: Detector,
  optimizer: AdamW,
  [first, second]: readonly [ImageBatch, ImageBatch],
  recipe: DetectorRecipe,
  precision: 'fp32' | 'bf16',
  learningRate: number,
  step: number,
): { loss: number; gradientNorm: number } {
  const { config } = detector;
  const variables = detector.parameters.trainable();
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
    const loss = value.dataSync()[0]!;
    const gradientNorm = globalNorm(gradients);
    if (Number.isFinite(loss) && Number.isFinite(gradientNorm))
      optimizer.apply(gradients, {
        learningRate,
        step,
        gradientScale: clippingScale(gradientNorm, recipe.clipNorm),
      });
    return { loss, gradientNorm };
  });
}
