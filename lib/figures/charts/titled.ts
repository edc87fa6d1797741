import { plain } from './wrapText.js';

/** The part of a layout that a figure's title is, in the house's place; nothing where there is none. */
export function titled(title: string | undefined): { readonly title?: object } {
  return title ? { title: { text: plain(title), pad: { l: 16, t: 18 } } } : {};
}
