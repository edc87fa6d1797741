import { UserError } from '../io/userError.js';
import { batchNorm as normalize, type BatchNormFollowers } from '../engine/batchNorm.js';
import { tf, type Tensor1D, type Tensor3D, type Tensor4D } from '../engine/tf.js';
import { attentionPoolSpec } from './attentionPool.js';
import type { ModifiedResNetConfig } from './clipConfig.js';
import { fanInUniform, prefixed, tracked, trained, type ParameterSpec } from './parameterSpec.js';
import type { Scope } from './scope.js';

/** A bottleneck's outer channels are this many times its inner ones. */
export const EXPANSION = 4;
const RECTIFIED = { relu: true };

/**
 * x [N, H, W, C] -> [N, H / stride, W / stride, out]; padded by one pixel a side where the kernel is 3 wide, as PyTorch
 * does.
 */
function conv(x: Tensor4D, p: Scope, name: string, stride = 1): Tensor4D {
  const weight = p.weight<Tensor4D>(`${name}.weight`); // [h, w, in, out]
  // TensorFlow's 'same' pads only bottom and right when it strides over an even side.
  if (stride === 1) return tf.conv2d(x, weight, 1, 'same');
  const around: [number, number] = [1, 1];
  return tf.conv2d(tf.pad(x, [[0, 0], around, around, [0, 0]]), weight, stride, 'valid');
}

function batchNorm(x: Tensor4D, p: Scope, name: string, followers: BatchNormFollowers = RECTIFIED): Tensor4D {
  const bn = p.within(name);
  return normalize(
    x,
    {
      weight: bn.variable<Tensor1D>('weight'),
      bias: bn.variable<Tensor1D>('bias'),
      runningMean: bn.variable('running_mean'),
      runningVariance: bn.variable('running_var'),
    },
    p.mode.training,
    followers,
  );
}

/** Three convolutions, the first of them strided, and a pooling: pixels [N, S, S, 3] -> [N, S/4, S/4, width]. */
function stem(pixels: Tensor4D, p: Scope): Tensor4D {
  const first = batchNorm(conv(p.cast(pixels), p, 'conv1', 2), p, 'bn1'); // [N, S/2, S/2, width/2]
  p.observe('stem.1', () => first);
  const second = batchNorm(conv(first, p, 'conv2'), p, 'bn2');
  p.observe('stem.2', () => second);
  const third = batchNorm(conv(second, p, 'conv3'), p, 'bn3'); // [N, S/2, S/2, width]
  p.observe('stem.3', () => third);
  const pooled = tf.avgPool(third, 2, 2, 'valid');
  p.observe('stem.pool', () => pooled);
  return pooled;
}

/** 1x1, 3x3, 1x1, with average pooling where a stride would alias; the shortcut is pooled in the same way. */
function bottleneck(x: Tensor4D, p: Scope, stride: number, reshapes: boolean): Tensor4D {
  const pool = (y: Tensor4D): Tensor4D => (stride > 1 ? tf.avgPool(y, stride, stride, 'valid') : y);
  let out = batchNorm(conv(x, p, 'conv1'), p, 'bn1');
  out = batchNorm(conv(out, p, 'conv2'), p, 'bn2');
  const around = p.within('downsample');
  const shortcut = reshapes ? batchNorm(conv(pool(x), around, '0'), around, '1', {}) : x;
  return batchNorm(conv(pool(out), p, 'conv3'), p, 'bn3', { shortcut, relu: true });
}

/**
 * The modified ResNet up to its attention pool (paper sec 2.4; names as in the released checkpoints): pixels [N, S, S,
 * 3], normalized, to the last stage's features [N, positions, channels]. S must be a multiple of 2^(stages + 1).
 */
export function modifiedResNet(pixels: Tensor4D, p: Scope, config: ModifiedResNetConfig): Tensor3D {
  let x = tf.tidy(() => stem(pixels, p)); // [N, S/4, S/4, width]
  config.layers.forEach((blocks, stage) => {
    for (let block = 0; block < blocks; block++) {
      const inputs = x;
      const first = block === 0;
      const scope = p.within(`layer${stage + 1}.${block}`);
      x = tf.tidy(() => bottleneck(inputs, scope, first && stage > 0 ? 2 : 1, first));
      inputs.dispose();
    }
    const outputs = x;
    p.observe(`layer${stage + 1}`, () => outputs);
  });
  const [N, H, W, C] = x.shape; // H and W are S/4/2^(stages-1)
  return tf.reshape(x, [N, H * W, C]);
}

/** Channels that the last stage hands to the attention pool. */
export function resNetChannels(config: ModifiedResNetConfig): number {
  return config.width * 2 ** (config.layers.length - 1) * EXPANSION;
}

function convSpec(name: string, kernel: number, inputs: number, outputs: number): ParameterSpec {
  return trained(`${name}.weight`, [outputs, inputs, kernel, kernel], fanInUniform(inputs * kernel * kernel));
}

function batchNormSpec(name: string, channels: number, gain: 'ones' | 'zeros' = 'ones'): ParameterSpec[] {
  return [
    trained(`${name}.weight`, [channels], { kind: gain }),
    trained(`${name}.bias`, [channels], { kind: 'zeros' }),
    tracked(`${name}.running_mean`, [channels], { kind: 'zeros' }),
    tracked(`${name}.running_var`, [channels], { kind: 'ones' }),
  ];
}

function bottleneckSpec(inputs: number, planes: number, reshapes: boolean): ParameterSpec[] {
  const outputs = planes * EXPANSION;
  return [
    convSpec('conv1', 1, inputs, planes),
    ...batchNormSpec('bn1', planes),
    convSpec('conv2', 3, planes, planes),
    ...batchNormSpec('bn2', planes),
    convSpec('conv3', 1, planes, outputs),
    // Each block starts as the identity.
    ...batchNormSpec('bn3', outputs, 'zeros'),
    ...(reshapes ? [convSpec('downsample.0', 1, inputs, outputs), ...batchNormSpec('downsample.1', outputs)] : []),
  ];
}

/** Every tensor of the image tower but its projection. @throws Error where its sizes do not divide */
export function modifiedResNetSpec(config: ModifiedResNetConfig): ParameterSpec[] {
  const { width, layers, imageSize, heads } = config;
  const specs = [
    convSpec('conv1', 3, 3, width / 2),
    ...batchNormSpec('bn1', width / 2),
    convSpec('conv2', 3, width / 2, width / 2),
    ...batchNormSpec('bn2', width / 2),
    convSpec('conv3', 3, width / 2, width),
    ...batchNormSpec('bn3', width),
  ];
  let channels = width;
  layers.forEach((blocks, stage) => {
    const planes = width * 2 ** stage;
    for (let block = 0; block < blocks; block++) {
      specs.push(...prefixed(`layer${stage + 1}.${block}`, bottleneckSpec(channels, planes, block === 0)));
      channels = planes * EXPANSION;
    }
  });
  const side = imageSize / 2 ** (layers.length + 1);
  if (!Number.isInteger(side) || channels % heads !== 0)
    throw new UserError(
      `images of ${imageSize} pixels and ${channels} channels for ${heads} heads do not go together: give an image size that is ` +
        `a multiple of ${2 ** (layers.length + 1)}, and as many heads as divide the channels.`,
    );
  return [...specs, ...prefixed('attnpool', attentionPoolSpec(side * side + 1, channels))];
}
