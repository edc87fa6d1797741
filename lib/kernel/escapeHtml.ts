import { plain } from '../figures/wrapText.js';

/** Text as HTML shows it unchanged, in an element or an attribute's double quotes. */
export const escapeHtml = (text: string): string => plain(text).replaceAll('"', '&quot;');
