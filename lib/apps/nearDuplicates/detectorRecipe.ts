import type { AdamWOptions } from '../../train/adamW.js';
import type { ImageConfig } from '../../models/clipConfig.js';
import type { Distortion } from './distortImages.js';

/** Everything that makes the near-duplicate detector, as data. */
export interface DetectorRecipe extends AdamWOptions {
  readonly name: string;
  readonly model: ImageConfig;
  readonly seed: number;
  /** Images a step; each one's negatives are the other images of its batch. */
  readonly batchSize: number;
  readonly steps: number;
  readonly warmupSteps: number;
  readonly learningRate: number;
  /** Gradients are scaled down to this norm, all together. */
  readonly clipNorm: number;
  /** What cosines are divided by; fixed, as in the paper. */
  readonly temperature: number;
  readonly distortion: Distortion;
  /** What an image goes through when somebody takes it over; recall is measured on it. */
  readonly takenOver: Distortion;
  readonly checkpointEvery: number;
  readonly evaluateEvery: number;
}

/** The paper's detector at our size (appendix C): its own small network, InfoNCE at a fixed temperature of 0.07. */
export const NEAR_DUPLICATES: DetectorRecipe = {
  name: 'near-duplicates',
  model: {
    embedDim: 128,
    vision: { kind: 'modified-resnet', layers: [1, 1, 1], width: 16, heads: 8, imageSize: 48 },
    mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.5, 0.5],
  },
  seed: 1,
  batchSize: 256,
  steps: 600,
  warmupSteps: 40,
  learningRate: 2e-3,
  weightDecay: 0.1,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-6,
  clipNorm: 1,
  temperature: 0.07,
  distortion: {
    scale: [0.8, 1.2],
    aspect: 0.12,
    turnDegrees: 8,
    rescaledTo: [0.4, 1],
    jpegQuality: [20, 95],
    colorJitter: 0.3,
  },
  takenOver: {
    scale: [0.97, 1.03],
    aspect: 0.02,
    turnDegrees: 0,
    rescaledTo: [0.8, 1],
    jpegQuality: [75, 95],
    colorJitter: 0.05,
  },
  checkpointEvery: 100,
  evaluateEvery: 100,
};
