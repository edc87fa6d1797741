import { describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf } from '../../lib/engine/tf.js';
import { initialize } from '../../lib/models/initialize.js';
import { modifiedResNet, modifiedResNetSpec, resNetChannels } from '../../lib/models/modifiedResNet.js';
import { createParameters } from '../../lib/models/parameters.js';
import { createScope, INFERENCE } from '../../lib/models/scope.js';

describe('modifiedResNetSpec', () => {
  it('refuses a size its strides do not divide', () => {
    expect(() =>
      modifiedResNetSpec({ kind: 'modified-resnet', layers: [1, 1], width: 8, heads: 4, imageSize: 30 }),
    ).toThrow('give an image size that is a multiple of 8');
  });

  it('starts every block as the identity, so that untrained features do not explode', () => {
    const config = { kind: 'modified-resnet', layers: [1, 1], width: 8, heads: 4, imageSize: 16 } as const;
    const specs = modifiedResNetSpec(config);
    const parameters = createParameters(specs, initialize(specs, createRandom(2)));
    const features = modifiedResNet(
      tf.randomNormal([3, 16, 16, 3]),
      createScope({ parameters, mode: INFERENCE, prefix: '', observed: '' }),
      config,
    );
    expect(features.shape).toEqual([3, 4, 64]);
    expect(features.dataSync().every((x) => Math.abs(x) < 20)).toBe(true);
    expect(resNetChannels(config)).toBe(64);
  });
});
