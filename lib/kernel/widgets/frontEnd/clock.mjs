/**
 * Counts seconds from now on, but for those in which the page is not to be seen.
 * @returns {{ seconds: () => number, end: () => void }}
 */
export function startClock() {
  let counted = 0;
  /** @type {number | undefined} */
  let since = document.hidden ? undefined : performance.now();
  const look = () => {
    const now = performance.now();
    if (since !== undefined) counted += now - since;
    since = document.hidden ? undefined : now;
  };
  document.addEventListener('visibilitychange', look);
  return {
    seconds() {
      look();
      return counted / 1000;
    },
    end: () => document.removeEventListener('visibilitychange', look),
  };
}

/** @param {number} seconds @returns {string} as `1:05` */
export const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
