import { placeHuggingFace } from './huggingFace.js';
import type { Layout, Parameter, Placement } from './placement.js';

/**
 * `openai`: the released checkpoints, open_clip's own and cliplab's. `open_clip-custom-text`: open_clip's models whose
 * text tower is a module of its own. `huggingface`: the CLIPModel of `transformers`.
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

/** Tensors that only an image tower has, in any layout. */
const IMAGE_MARKS = ['visual.conv1.weight', 'vision_model.embeddings.patch_embedding.weight'];
const TEXT_MARKS = Object.values(MARKS);
const ALL_MARKS = new Set([...IMAGE_MARKS, ...TEXT_MARKS]);

/** Whether only a CLIP, or one of its towers, has a tensor of this name. */
export function isMark(name: string): boolean {
  return ALL_MARKS.has(name);
}

/** Whether such a name stands behind a prefix. */
export function endsInMark(name: string): boolean {
  return [...ALL_MARKS].some((mark) => name.endsWith(`.${mark}`));
}

/** The tower that stands alone in a file; undefined where there are both or neither. */
export function loneTower(names: { has(name: string): boolean }): 'image' | 'text' | undefined {
  const [image, text] = [IMAGE_MARKS, TEXT_MARKS].map((marks) => marks.some((name) => names.has(name)));
  return image === text ? undefined : image ? 'image' : 'text';
}

const TOWER_NAMES = { image: /^(?:visual|vision_model)\./, text: /^(?:text|text_model|transformer)\./ } as const;

/** Names of a tower's tensors, of whatever kind it is, in a CLIP where no tower of a known kind was found. */
export function namesOfTower(tower: 'image' | 'text', names: Iterable<string>): string[] {
  return [...names].filter((name) => TOWER_NAMES[tower].test(name));
}

/** What layouts store beside parameters: counters, index ranges, and the sizes that TorchScript archives repeat. */
export function isBeside(name: string): boolean {
  return /(^|\.)(num_batches_tracked|position_ids|attn_mask)$|^(input_resolution|context_length|vocab_size)$/.test(
    name,
  );
}
