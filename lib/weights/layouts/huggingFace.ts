import type { Parameter, Placement } from './placement.js';

/** What `transformers` calls the modules outside the blocks. */
const MODULES: Readonly<Record<string, string>> = {
  'visual.conv1.weight': 'vision_model.embeddings.patch_embedding.weight',
  'visual.class_embedding': 'vision_model.embeddings.class_embedding',
  'visual.positional_embedding': 'vision_model.embeddings.position_embedding.weight',
  // Spelled so in every published checkpoint.
  'visual.ln_pre.weight': 'vision_model.pre_layrnorm.weight',
  'visual.ln_pre.bias': 'vision_model.pre_layrnorm.bias',
  'visual.ln_post.weight': 'vision_model.post_layernorm.weight',
  'visual.ln_post.bias': 'vision_model.post_layernorm.bias',
  'visual.proj': 'visual_projection.weight',
  'token_embedding.weight': 'text_model.embeddings.token_embedding.weight',
  positional_embedding: 'text_model.embeddings.position_embedding.weight',
  'ln_final.weight': 'text_model.final_layer_norm.weight',
  'ln_final.bias': 'text_model.final_layer_norm.bias',
  text_projection: 'text_projection.weight',
  logit_scale: 'logit_scale',
};

/** And those within a block. */
const BLOCK_MODULES: Readonly<Record<string, string>> = {
  ln_1: 'layer_norm1',
  ln_2: 'layer_norm2',
  'attn.out_proj': 'self_attn.out_proj',
  'mlp.c_fc': 'mlp.fc1',
  'mlp.c_proj': 'mlp.fc2',
};

const BLOCK = /^(visual\.)?transformer\.resblocks\.(\d+)\.(.+)$/;
const JOINT_ATTENTION = /^attn\.in_proj_(weight|bias)$/;
const PROJECTIONS = new Set(['visual.proj', 'text_projection']);

/**
 * Where the CLIPModel of `transformers` has a parameter: queries, keys and values apart, projections as [out, in].
 * @throws Error for a parameter that it has no place for
 */
export function placeHuggingFace({ name, shape }: Parameter): Placement {
  const block = BLOCK.exec(name);
  if (!block) {
    const stored = MODULES[name];
    if (stored === undefined) throw new Error(`the Hugging Face layout has no place for ${name}`);
    const transposed = PROJECTIONS.has(name);
    return { parts: [{ name: stored, shape: transposed ? [...shape].reverse() : shape }], transposed };
  }
  const prefix = `${block[1] ? 'vision_model' : 'text_model'}.encoder.layers.${block[2]}`;
  const rest = block[3]!;
  const joint = JOINT_ATTENTION.exec(rest);
  if (joint) {
    const third = [shape[0]! / 3, ...shape.slice(1)];
    const parts = ['q', 'k', 'v'].map((part) => ({
      name: `${prefix}.self_attn.${part}_proj.${joint[1]}`,
      shape: third,
    }));
    return { parts, transposed: false };
  }
  const dot = rest.lastIndexOf('.');
  const module = BLOCK_MODULES[rest.slice(0, dot)];
  if (module === undefined) throw new Error(`the Hugging Face layout has no place for ${name}`);
  return { parts: [{ name: `${prefix}.${module}${rest.slice(dot)}`, shape }], transposed: false };
}
