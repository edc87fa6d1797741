/** What systems and programs leave in folders and archives; so is everything that begins with a dot. */
const LEFT_BEHIND = new Set([
  '__macosx',
  '@eadir',
  '#recycle',
  '$recycle.bin',
  'system volume information',
  'lost+found',
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
]);

/**
 * Whether a file or folder of this name, without its path, is hidden or something that a system has left there.
 * @example isLeftBehind('__MACOSX') // true
 */
export const isLeftBehind = (name: string): boolean => name.startsWith('.') || LEFT_BEHIND.has(name.toLowerCase());
