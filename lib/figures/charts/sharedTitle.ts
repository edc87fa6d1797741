import { TEXT } from '../theme.js';
import { plain } from './wrapText.js';

/** What the horizontal axes of all panels measure, written once below them. */
export const sharedTitle = (text: string): object => ({
  ...{ xref: 'paper', yref: 'paper', x: 0.5, y: 0, xanchor: 'center', yanchor: 'top', yshift: -28 },
  ...{ showarrow: false, text: plain(text), font: { size: TEXT.normal } },
});
