/** What follows one of these is beside, behind or part of what is drawn, and not its subject: "dog on leash". */
const AFTER_SUBJECT =
  /\s(?:with|and|on|in|beside|under|above|from|over|at|behind|to|for|inside|through|against|before)\s.*$/;

/**
 * The subject of a caption as words in singular, with a space on either side, so that a whole word is found as one:
 * "two dogs on a leash" -> " two dog ".
 */
export function subjectWords(caption: string): string {
  return ` ${caption.replace(AFTER_SUBJECT, '').split(' ').map(singular).join(' ')} `;
}

/** Whether a subject has a word or phrase. */
export function hasPhrase(subject: string, phrase: string): boolean {
  return subject.includes(` ${phrase.split(' ').map(singular).join(' ')} `);
}

/** Near enough for matching, as both sides go through it: "berries" and "berry", "bus" and "bus". */
function singular(word: string): string {
  return word.replace(/ies$/, 'y').replace(/(?<=[a-z]{3})s$/, '');
}
