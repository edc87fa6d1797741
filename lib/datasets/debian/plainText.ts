import { repairText } from '../../text/repairText.js';

/**
 * A text of a library as it was meant: entities that were encoded twice, and bytes that were, are decoded, and runs of
 * white space are one blank.
 */
export function plainText(text: string): string {
  return repairText(text).replace(/\s+/g, ' ').trim();
}
