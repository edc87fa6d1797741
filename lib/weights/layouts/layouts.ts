import { placeHuggingFace } from './huggingFace.js';
import type { Layout, Parameter, Placement } from './placement.js';

/**
 * `openai`: the released checkpoints, open_clip's own and cliplab's. `open_clip-custom-text`: open_clip's models whose text
 * tower is a module of its own. `huggingface`: the CLIPModel of `transformers`.
 */
export type LayoutName = 'openai' | 'open_clip-custom-text' | 'huggingface';

const asItIs = (parameter: Parameter): Placement => ({ parts: [parameter], transposed: false });

const textModule: Layout = ({ name, shape }) =>
  asItIs({ name: name.startsWith('visual.') || name === 'logit_scale' ? name : `text.${name}`, shape });

export const LAYOUTS: Readonly<Record<LayoutName, Layout>> = {
  openai: asItIs,
  'open_clip-custom-text': textModule,
  huggingface: placeHuggingFace,
};

/** A tensor that only one layout has. */
const MARKS: Readonly<Record<LayoutName, string>> = {
  huggingface: 'text_model.embeddings.token_embedding.weight',
  'open_clip-custom-text': 'text.token_embedding.weight',
  openai: 'token_embedding.weight',
};

/** The layout that the names are of; undefined where they are of none. */
export function detectLayout(names: { has(name: string): boolean }): LayoutName | undefined {
  return (Object.keys(MARKS) as LayoutName[]).find((layout) => names.has(MARKS[layout]));
}

/** What layouts store beside parameters: counters, index ranges, and the sizes that TorchScript archives repeat. */
export function isBeside(name: string): boolean {
  return /(^|\.)(num_batches_tracked|position_ids|attn_mask)$|^(input_resolution|context_length|vocab_size)$/.test(
    name,
  );
}
