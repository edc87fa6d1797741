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
 * @param {import('./folders.mjs').Folders} folders
 * @param {readonly import('./runSteps.mjs').Step[]} steps
 * @returns {SetupRow[]}
 */
export function setupStatus({ command }, steps) {
  return steps.map(({ name, missing, found }) => {
    try {
      const detail = missing();
      if (detail === undefined) return { name, ok: true, detail: found?.() ?? 'in place', remedy: '' };
      return { name, ok: false, detail, remedy: `Run \`${command}\`.` };
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      return { name, ok: false, detail: error.message, remedy: error.message };
    }
  });
}
