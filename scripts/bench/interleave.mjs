/**
 * One of the programs that a benchmark compares.
 * @typedef {{ name: string, run: () => Promise<number> }} Contestant `run` does the job once and gives the seconds it
 *   took
 */

/**
 * What was measured of one: how many units a second in the middle round, the worst and the best. `missing` says why
 * there is none.
 * @typedef {{ name: string, median: number, least: number, most: number, missing?: string }} Rate
 */

/**
 * Lets every contestant do the job once to warm up, then all in turn, round after round, so that whatever else the
 * machine does meets all alike.
 * @param {readonly Contestant[]} contestants
 * @param {number} units in one job
 * @param {number} rounds
 * @returns {Promise<Rate[]>}
 */
export async function interleave(contestants, units, rounds) {
  const rates = contestants.map(() => /** @type {number[]} */ ([]));
  /** @type {(string | undefined)[]} */
  const missing = contestants.map(() => undefined);
  for (let round = -1; round < rounds; round++) {
    for (const [k, { run }] of contestants.entries()) {
      if (missing[k] !== undefined) continue;
      try {
        const seconds = await run();
        if (round >= 0) rates[k]?.push(units / seconds);
      } catch (error) {
        missing[k] = /** @type {Error} */ (error).message;
      }
    }
  }
  return contestants.map(({ name }, k) => {
    const sorted = (rates[k] ?? []).sort((a, b) => a - b);
    const at = (/** @type {number} */ share) => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
    const reason = missing[k];
    return { name, median: at(0.5), least: at(0), most: at(1), ...(reason === undefined ? {} : { missing: reason }) };
  });
}

/**
 * A table of rates, each beside the first one's.
 * @param {string} title
 * @param {string} unit
 * @param {readonly Rate[]} rates
 */
export function rateTable(title, unit, rates) {
  const first = rates[0]?.median ?? NaN;
  const number = (/** @type {number} */ x) => (x >= 100 ? Math.round(x).toLocaleString('en') : x.toPrecision(3));
  const width = Math.max(...rates.map(({ name }) => name.length));
  const lines = rates.map(({ name, median, least, most, missing }) =>
    missing === undefined
      ? `  ${name.padEnd(width)}  ${number(median)} ${unit}/s (${number(least)} to ${number(most)}), the first is ${(first / median).toPrecision(3)} times as fast`
      : `  ${name.padEnd(width)}  not measured: ${missing}`,
  );
  return [title, ...lines].join('\n');
}
