/** A word with two meanings: for each the name of an emoji that shows it, and a prompt that says it. */
export interface AmbiguousWord {
  readonly word: string;
  readonly left: { readonly emoji: string; readonly prompt: string };
  readonly right: { readonly emoji: string; readonly prompt: string };
}

const word = (
  written: string,
  [leftEmoji, leftPrompt]: readonly [string, string],
  [rightEmoji, rightPrompt]: readonly [string, string],
): AmbiguousWord => ({
  word: written,
  left: { emoji: leftEmoji, prompt: leftPrompt },
  right: { emoji: rightEmoji, prompt: rightPrompt },
});

/**
 * The paper names cranes that build and cranes that fly, and a boxer that is a dog (sec 3.1.4). These are the words of
 * which the suite's emoji show both meanings; the prompts were written down before any of them was measured.
 */
export const WORDS_OF_TWO_MEANINGS: readonly AmbiguousWord[] = [
  word('mouse', ['mouse', 'mouse, a kind of animal'], ['computer mouse', 'mouse, a kind of device']),
  word('bat', ['bat', 'bat, a kind of animal'], ['cricket game', 'bat, for a sport']),
  word('boxer', ['dog face', 'boxer, a kind of dog'], ['boxing glove', 'boxer, in a sport']),
  word('palm', ['palm tree', 'palm, a kind of plant'], ['raised hand', 'palm, a part of the body']),
  word('glasses', ['glasses', 'glasses, for the eyes'], ['clinking glasses', 'glasses, for a drink']),
  word('ear', ['ear', 'ear, a part of the body'], ['ear of corn', 'ear, a kind of food']),
  word('bow', ['bow and arrow', 'bow, a kind of weapon'], ['man bowing', 'bow, a gesture']),
  word('wave', ['water wave', 'wave of the sea'], ['waving hand', 'wave, a gesture']),
  word('plant', ['seedling', 'plant, in a garden'], ['factory', 'plant, for industry']),
  word('nut', ['chestnut', 'nut, a kind of food'], ['nut and bolt', 'nut, a kind of tool']),
  word('orange', ['tangerine', 'orange, a kind of fruit'], ['orange book', 'orange, a color']),
  word('diamond', ['gem stone', 'diamond, a kind of jewel'], ['diamond suit', 'diamond, in a card game']),
];
