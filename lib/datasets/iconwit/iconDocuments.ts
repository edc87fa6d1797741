import { readIconSet } from './iconSet.js';
import { iconSvg } from './iconSvg.js';
import type { DocumentSet } from './renderSets.js';

/**
 * The icons of a set as documents to draw.
 * @param modules the node_modules folder that holds the icon packages
 */
export function iconDocuments(modules: string, prefix: string, source: string): DocumentSet {
  return {
    prefix,
    source,
    fit: 'box',
    async documents(size) {
      const { icons } = await readIconSet(modules, prefix);
      return icons.map((icon) => ({ name: icon.name, svg: iconSvg(icon, size) }));
    },
  };
}
