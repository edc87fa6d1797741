/**
 * Shows the steps as they go, on standard error: in a terminal a line at the bottom that is written anew, in a log one
 * line now and then.
 * @param {{ write(text: string): unknown, isTTY?: boolean, columns?: number }} [out]
 * @returns {import('./runSteps.mjs').Reporter & { close(): void }}
 */
export function createReporter(out = process.stderr) {
  const terminal = out.isTTY === true && process.env['TERM'] !== 'dumb';
  /** @type {Map<string, { start: number, note: () => string }>} */
  const running = new Map();
  const clear = terminal ? '\r\x1b[2K' : '';

  /** @param {number} start */
  const seconds = (start) => ((performance.now() - start) / 1000).toFixed(1);
  const describe = () =>
    [...running]
      .map(([name, { start, note }]) => [`${name} ${Math.floor(+seconds(start))} s`, note()].filter(Boolean).join(', '))
      .join(' | ');
  // A line that goes on in the next cannot be written anew; a terminal that tells no width has 80.
  const fit = (/** @type {string} */ text) => text.slice(0, (out.columns || 80) - 1);
  const timer = setInterval(
    () => {
      if (running.size > 0) out.write(terminal ? `${clear}${fit(`  ${describe()}`)}` : `  ... ${describe()}\n`);
    },
    terminal ? 500 : 15_000,
  );
  timer.unref();

  return {
    started(name) {
      running.set(name, { start: performance.now(), note: () => '' });
      if (!terminal) out.write(`  ${name}: started\n`);
    },
    noted(name, note) {
      const step = running.get(name);
      if (step) step.note = note;
    },
    ended(name, outcome) {
      const step = running.get(name);
      running.delete(name);
      if (step) out.write(`${clear}  ${name}: ${outcome}, ${seconds(step.start)} s\n`);
    },
    close() {
      clearInterval(timer);
      if (terminal) out.write(clear);
    },
  };
}
