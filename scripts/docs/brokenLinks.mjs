import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const LINK = /\b(?:href|src)="([^"]*)"/g;
const ANCHOR = /\bid="([^"]*)"/g;
/** An address of another place, or one that a page's own script makes. */
const ELSEWHERE = /^(?:[a-z]+:|#?$)/;

/** @param {string} text what an attribute of HTML says */
const unescaped = (text) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");

/** @param {string} folder @returns {string[]} the pages in it, however deep */
function pagesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Links of a folder's pages that lead to no file, or to no place on a page.
 * @param {string} folder
 * @returns {string[]} each as "page: address", paths from the folder
 */
export function brokenLinks(folder) {
  /** @type {Map<string, Set<string>>} */
  const anchors = new Map();
  const anchorsOf = (/** @type {string} */ path) => {
    const known = anchors.get(path);
    if (known) return known;
    const found = new Set([...readFileSync(path, 'utf8').matchAll(ANCHOR)].map(([, id = '']) => unescaped(id)));
    anchors.set(path, found);
    return found;
  };
  const leadsSomewhere = (/** @type {string} */ page, /** @type {string} */ address) => {
    const [file = '', anchor = ''] = address.split('#').map(decodeURIComponent);
    const path = file === '' ? page : join(dirname(page), file.split('?')[0] ?? '');
    if (!existsSync(path) || !statSync(path).isFile()) return false;
    return anchor === '' || anchorsOf(path).has(anchor);
  };
  return pagesBelow(folder).flatMap((page) => {
    const addresses = [...readFileSync(page, 'utf8').matchAll(LINK)].map(([, address = '']) => unescaped(address));
    const broken = [...new Set(addresses)].filter(
      (address) => !ELSEWHERE.test(address) && !leadsSomewhere(page, address),
    );
    return broken.map((address) => `${relative(folder, page)}: ${address}`);
  });
}
