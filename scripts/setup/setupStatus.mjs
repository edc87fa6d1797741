import { projectFolders } from './projectFolders.mjs';
import { projectSteps } from './projectSteps.mjs';
import { SetupError } from './setupError.mjs';

/**
 * @typedef {object} SetupRow
 * @property {string} name
 * @property {boolean} ok
 * @property {string} detail what is there, or what is not
 * @property {string} remedy one sentence; empty where all is well
 */

/**
 * What of the set-up is in place, without changing anything.
 * @param {import('./projectFolders.mjs').Folders} [folders]
 * @returns {SetupRow[]}
 */
export function setupStatus(folders = projectFolders()) {
  return projectSteps(folders).map(({ name, missing, found }) => {
    try {
      const detail = missing();
      if (detail === undefined) return { name, ok: true, detail: found?.() ?? 'in place', remedy: '' };
      return { name, ok: false, detail, remedy: 'Run `npm run setup`.' };
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      return { name, ok: false, detail: error.message, remedy: error.message };
    }
  });
}
