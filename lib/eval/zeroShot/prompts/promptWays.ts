import type { ZeroShotSetup } from '../zeroShotSetups.js';

/** What the ways to write a task's classifier are written with; every template has `{c}` for the class name. */
export interface PromptMaterial {
  /** One sentence that names the category, see `KIND_TEMPLATES`. */
  readonly kind: string;
  /** The paper's 80 for ImageNet. */
  readonly eighty: readonly string[];
  /** Chosen on validation, see `selectTemplates`. */
  readonly chosen: readonly string[];
}

/** The paper's photo is an icon here. */
const ofIcons = (templates: readonly string[]): string[] => templates.map((words) => words.replace('photo', 'icon'));

/**
 * Ten ways to write one task's classifier, by name (paper sec 3.1.4): a label alone, single sentences, and ensembles in
 * both spaces. `task templates` are the task's own.
 */
export function promptWays({ kind, eighty, chosen }: PromptMaterial): ZeroShotSetup[] {
  return [
    { name: 'label alone', templates: ['{c}'] },
    { name: 'a photo of a …', templates: ['a photo of a {c}.'] },
    { name: 'an icon of a …', templates: ['an icon of a {c}'] },
    { name: 'kind of thing', templates: [kind] },
    { name: 'task templates' },
    { name: 'task templates, probabilities', average: 'probabilities' },
    { name: '80 templates', templates: eighty },
    { name: '80 templates, probabilities', templates: eighty, average: 'probabilities' },
    { name: '80, of icons', templates: ofIcons(eighty) },
    { name: 'chosen on validation', templates: chosen },
  ];
}

/** Templates that every task can be asked with: those of the paper's 80, the name alone, and an icon. */
export const sharedTemplates = (eighty: readonly string[]): string[] => [
  ...new Set([...eighty, '{c}', 'an icon of a {c}']),
];
