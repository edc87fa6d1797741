import { expect, it } from 'vitest';
import type { ClipConfig } from '../../lib/models/clipConfig.js';
import { imageMultiplyAdds, textMultiplyAdds, trainingMultiplyAdds } from '../../lib/models/multiplyAdds.js';
import { RELEASED_CONFIGS, type ReleasedName } from '../../lib/models/releasedConfigs.js';
import { MINI_RN } from '../../lib/train/miniRn.js';
import { modelConfig } from '../../lib/train/recipe.js';

/** Figures 4, 9 and 10: labels of the axis for the ResNets, read off with an error of 2 % for the ViTs. In 1e9. */
const PUBLISHED: Readonly<Record<ReleasedName, number>> = {
  RN50: 6.1,
  RN101: 9.9,
  RN50x4: 21.5,
  RN50x16: 75.3,
  RN50x64: 265.9,
  'ViT-B/32': 4.41,
  'ViT-B/16': 17.6,
  'ViT-L/14': 81.6,
  'ViT-L/14@336px': 193,
};

/**
 * What the released pool works out beside ours: a query, its products and its projection for every position but the
 * mean.
 */
function otherQueries({ vision, embedDim }: ClipConfig): number {
  if (vision.kind === 'vit') return 0;
  const channels = vision.width * 32;
  const positions = (vision.imageSize / 32) ** 2;
  return positions * (channels ** 2 + 2 * (positions + 1) * channels + channels * embedDim);
}

it.each(Object.keys(PUBLISHED) as ReleasedName[])('%s costs what the paper says, to 2 %%', (name) => {
  const config = RELEASED_CONFIGS[name];
  const cost = (imageMultiplyAdds(config) + otherQueries(config)) / 1e9;
  expect(Math.abs(cost / PUBLISHED[name] - 1)).toBeLessThan(0.02);
});

it('a text costs by its tokens, a non-linear projection its two layers, and training three forward passes of both towers', () => {
  const config = RELEASED_CONFIGS['ViT-B/32'];
  expect(textMultiplyAdds(config)).toBe(textMultiplyAdds(config, 77));
  // Twelve layers of width 512 by hand: four projections and an MLP of 2048, and the products of tokens with tokens.
  expect(textMultiplyAdds(config, 10)).toBe(
    12 * (10 * (4 * 512 ** 2 + 2 * 512 * 2048) + 2 * 10 ** 2 * 512) + 512 * 512,
  );
  const mlp = { ...config, projection: { kind: 'mlp', width: 100 } } as const;
  expect(imageMultiplyAdds(mlp) - imageMultiplyAdds(config)).toBe(100 * (768 + 512) - 768 * 512);
  const mini = modelConfig(MINI_RN, 4500);
  expect(trainingMultiplyAdds(mini)).toBe(3 * (imageMultiplyAdds(mini) + textMultiplyAdds(mini, 16)));
});
