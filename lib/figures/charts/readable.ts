import { PAPER } from '../theme.js';

/** WCAG's contrast that small text needs. */
const ENOUGH = 4.5;

const channels = (color: string): number[] => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

const luminance = (color: string): number => {
  const [r, g, b] = channels(color).map((byte) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrastToPaper = (color: string): number => (luminance(PAPER) + 0.05) / (luminance(color) + 0.05);

const darker = (color: string): string =>
  '#' +
  channels(color)
    .map((byte) =>
      Math.floor(0.95 * byte)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('');

/** A color in which text can be read on paper: itself, or as much darker as that takes. */
export function readable(color: string): string {
  let dark = color;
  while (contrastToPaper(dark) < ENOUGH) dark = darker(dark);
  return dark;
}
