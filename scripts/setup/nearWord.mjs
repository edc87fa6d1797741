/**
 * How many letters must be put in, taken out, changed or swapped to make one word of another.
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  const at = (/** @type {number} */ i, /** @type {number} */ j) => rows[i]?.[j] ?? Infinity;
  for (let j = 0; j <= b.length; j++) {
    for (let i = 0; i <= a.length; i++) {
      if (i === 0 || j === 0) {
        /** @type {number[]} */ (rows[i])[j] = i + j;
        continue;
      }
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      /** @type {number[]} */ (rows[i])[j] = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + same,
        swapped,
      );
    }
  }
  return at(a.length, b.length);
}

/**
 * The word that was probably meant; undefined where none is near.
 * @param {string} word
 * @param {readonly string[]} known
 */
export function nearWord(word, known) {
  const [nearest] = known
    .map((name) => ({ name, far: distance(word.toLowerCase(), name) }))
    .filter(({ name, far }) => far <= Math.max(1, Math.floor(name.length / 3)))
    .sort((a, b) => a.far - b.far);
  return nearest?.name;
}
