/** Where a set's images may go. Whole sets, so that zero-shot means a designer the model has never seen. */
export type SetSplit = 'train' | 'validation' | 'heldout';

/** A set that is held out of training whole, and what for. */
export interface HeldOutSet {
  readonly prefix: string;
  readonly reason: string;
}

/** Never in training nor in validation: the suite is drawn from these. */
export const HELD_OUT_SETS: readonly HeldOutSet[] = [
  { prefix: 'noto', reason: 'the suite: names and groups of an unseen emoji designer' },
  { prefix: 'noto-v1', reason: 'the suite; an earlier drawing by the designer of noto' },
  { prefix: 'fluent-emoji', reason: 'the suite: the same emoji in a shaded, rounded style' },
  { prefix: 'fluent-emoji-flat', reason: 'the suite; the flat version of fluent-emoji' },
  { prefix: 'fluent-emoji-high-contrast', reason: 'the suite; the one-color version of fluent-emoji' },
  { prefix: 'fluent-color', reason: 'shares its designer, gradients and motifs with fluent-emoji' },
  { prefix: 'unjs', reason: 'redraws noto at another size' },
  { prefix: 'circle-flags', reason: 'the suite: flags' },
  { prefix: 'flag', reason: 'the suite: flags' },
  { prefix: 'cif', reason: 'the suite: flags' },
  { prefix: 'flagpack', reason: 'the suite: flags' },
  { prefix: 'meteocons', reason: 'the suite: weather' },
  { prefix: 'maki', reason: 'the suite: map symbols' },
  { prefix: 'temaki', reason: 'drawn as an extension of maki, in its style' },
  { prefix: 'pinhead', reason: 'takes up and extends maki and temaki, in their style' },
  { prefix: 'flat-color-icons', reason: 'the suite: everyday objects in flat colors' },
  { prefix: 'icons8', reason: 'by the designer of flat-color-icons' },
  { prefix: 'wpf', reason: 'by the designer of flat-color-icons' },
  { prefix: 'openmoji', reason: 'the suite: concepts drawn by many designers, on the side that is learned from' },
  ...streamline(['', 'color', 'block', 'pixel', 'logos', 'emojis', 'stickies-color', 'kameleon-color', 'guidance']),
  ...['ultimate', 'plump', 'sharp', 'flex', 'cyber', 'freehand'].flatMap((name) => streamline([name, `${name}-color`])),
  { prefix: 'guidance', reason: 'by the designer of streamline' },
  { prefix: 'covid', reason: 'by the designer of streamline' },
  { prefix: 'bubbles', reason: 'holds drawings of streamline-ultimate and others' },
  { prefix: 'game-icons', reason: 'the suite: concepts drawn by many designers, on the side that is tested' },
  { prefix: 'glyphs', reason: 'the suite: concepts drawn by many designers, on the side that is tested' },
  { prefix: 'glyphs-poly', reason: 'by the designer of glyphs, its motifs in another style' },
  { prefix: 'clarity', reason: 'the suite: concepts drawn by many designers, on the side that is tested' },
  { prefix: 'roentgen', reason: 'the suite: map symbols by many designers' },
  { prefix: 'osmic', reason: 'the suite: map symbols by many designers' },
  { prefix: 'map', reason: 'the suite: map symbols by many designers' },
  { prefix: 'geo', reason: 'the suite: map symbols by many designers' },
  { prefix: 'wi', reason: 'the suite: weather by many designers' },
  { prefix: 'openclipart-heldout', reason: 'the suite: drawings by the half of the artists that training has none of' },
];

function streamline(names: readonly string[]): HeldOutSet[] {
  const reason = 'the suite: concepts drawn by many designers, on the side that is learned from';
  return names.map((name) => ({ prefix: name === '' ? 'streamline' : `streamline-${name}`, reason }));
}

/**
 * Set aside for choosing between models, so that the suite never has to be looked at: emoji, color icons, one-color
 * icons.
 */
export const VALIDATION_SETS: readonly HeldOutSet[] = [
  { prefix: 'fxemoji', reason: 'emoji by a designer with no other set' },
  { prefix: 'marketeq', reason: 'color icons by a designer with no other set' },
  { prefix: 'iconoir', reason: 'one-color icons by a designer with no other set' },
];

export function splitOfSet(prefix: string): SetSplit {
  if (HELD_OUT_SETS.some((set) => set.prefix === prefix)) return 'heldout';
  return VALIDATION_SETS.some((set) => set.prefix === prefix) ? 'validation' : 'train';
}
