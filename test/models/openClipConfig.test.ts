import { describe, expect, it } from 'vitest';
import { clipSpec } from '../../lib/models/clip.js';
import { fromOpenClipConfig } from '../../lib/models/openClipConfig.js';
import { RELEASED_CONFIGS } from '../../lib/models/releasedConfigs.js';

const VIT_B_32 = {
  embed_dim: 512,
  quick_gelu: true,
  vision_cfg: { image_size: 224, layers: 12, width: 768, patch_size: 32 },
  text_cfg: { context_length: 77, vocab_size: 49408, width: 512, heads: 8, layers: 12 },
};
const read = (json: unknown) => fromOpenClipConfig(json, 'its config');

describe('fromOpenClipConfig', () => {
  it('reads the released models as open_clip spells them', () => {
    expect(read(VIT_B_32)).toEqual(RELEASED_CONFIGS['ViT-B/32']);
    const rn50x4 = {
      embed_dim: 640,
      vision_cfg: { image_size: 288, layers: [4, 6, 10, 6], width: 80, patch_size: null },
      text_cfg: { context_length: 77, vocab_size: 49408, width: 640, heads: 10, layers: 12 },
      quick_gelu: true,
    };
    expect(read(rn50x4)).toEqual(RELEASED_CONFIGS.RN50x4);
  });

  it('is exact GELU unless it says QuickGELU, in both towers', () => {
    const { vision, text } = read({ ...VIT_B_32, quick_gelu: undefined });
    expect([vision, text]).toMatchObject([{ activation: 'gelu' }, { activation: 'gelu' }]);
  });

  it('reads head widths, MLP ratios, epsilons and the wrapped form with its normalization', () => {
    const config = read({
      model_cfg: {
        embed_dim: 1280,
        vision_cfg: { image_size: 224, layers: 48, width: 1664, head_width: 104, mlp_ratio: 4.9231, patch_size: 14 },
        text_cfg: { width: 1280, heads: 20, layers: 32, norm_kwargs: { eps: 1e-6 }, pool_type: 'argmax' },
      },
      preprocess_cfg: { mean: [0.5, 0.4, 0.3], std: [0.2, 0.2, 0.1], interpolation: 'bicubic' },
    });
    expect(config.vision).toMatchObject({ heads: 16, mlpWidth: 8192, layerNormEpsilon: 1e-5 });
    expect(config.text).toMatchObject({ heads: 20, mlpWidth: 5120, layerNormEpsilon: 1e-6, vocabSize: 49_408 });
    expect(config).toMatchObject({ mean: [0.5, 0.4, 0.3], std: [0.2, 0.2, 0.1] });
    expect(clipSpec(config).length).toBe(8 + 48 * 12 + 5 + 32 * 12 + 1);
  });

  it('names every field that is wrong or missing, and the configuration, in one sentence', () => {
    const broken = { embed_dim: -3, vision_cfg: { layers: 'many', width: 100 }, text_cfg: 7 };
    expect(() => read(broken)).toThrow('its config cannot be built as a CLIP: ');
    expect(() => read(broken)).toThrow('embed_dim is -3, expected a positive whole number');
    expect(() => read(broken)).toThrow('vision_cfg.layers is "many"');
    expect(() => read(broken)).toThrow('text_cfg is 7, expected an object');
    expect(() => read(broken)).toThrow('vision_cfg.head_width does not divide the width');
    expect(() => read({})).toThrow('embed_dim is missing');
    expect(() => read('text')).toThrow('the whole is "text", expected an object');
  });

  it.each([
    ['vision_cfg.timm_model_name', { vision_cfg: { ...VIT_B_32.vision_cfg, timm_model_name: 'vit_base' } }],
    ['text_cfg.hf_model_name', { text_cfg: { ...VIT_B_32.text_cfg, hf_model_name: 'roberta-base' } }],
    ['text_cfg.pool_type', { text_cfg: { ...VIT_B_32.text_cfg, pool_type: 'last' } }],
    ['vision_cfg.no_ln_pre', { vision_cfg: { ...VIT_B_32.vision_cfg, no_ln_pre: true } }],
    ['multimodal_cfg', { multimodal_cfg: { width: 512 } }],
  ])('refuses %s, which is another architecture', (field, change) => {
    expect(() => read({ ...VIT_B_32, ...change })).toThrow(`${field} (`);
    expect(() => read({ ...VIT_B_32, ...change })).toThrow("asks for an architecture other than the paper's");
  });
});
