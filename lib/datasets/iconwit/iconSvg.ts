import type { Icon } from './iconSet.js';

/** What `currentColor` becomes: dark, but not black, so that black and the text's color stay apart. */
const INK = '#222';

/** A whole SVG document of an icon, `size` pixels a side, the icon's box kept in proportion and centered. */
export function iconSvg(icon: Icon, size: number): string {
  const box = `${icon.left} ${icon.top} ${icon.width} ${icon.height}`;
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ' +
    `width="${size}" height="${size}" viewBox="${box}">${icon.body.replaceAll('currentColor', INK)}</svg>`
  );
}
