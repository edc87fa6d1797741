import { attribute } from '../figures/charts/wrapText.js';

/** Text as HTML shows it unchanged, in an element or an attribute's double quotes. */
export const escapeHtml = attribute;
