import { UserError } from '../../io/userError.js';

/** What systems take as a file's name with any of the extensions that a figure gets. */
const MOST_CHARACTERS = 100;
/** Devices of Windows, which no file there can be named for. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A figure's name becomes that of its files, and a part of a page's addresses.
 * @throws UserError where it is not letters, digits, dashes and underscores, is too long, or is kept for a device
 */
export function checkFigureName(name: string): void {
  if (typeof name === 'string' && /^[\w-]+$/.test(name) && name.length <= MOST_CHARACTERS && !DEVICE.test(name)) return;
  const found = String(name);
  throw new UserError(
    `A figure's name must be at most ${MOST_CHARACTERS} letters, digits and dashes, and no device's such as "con", as it becomes a ` +
      `file's; found "${found.length > MOST_CHARACTERS ? `${found.slice(0, 40)}…` : found}".`,
  );
}
