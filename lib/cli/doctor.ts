import type { Command } from 'commander';
import { doctorRows, type DoctorRow } from './doctorRows.js';

/** The report as a person reads it: what is wrong stands with its remedy. */
export function doctorText(rows: readonly DoctorRow[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.flatMap(({ name, state, detail, remedy }) => {
    const line = `${state.padEnd(7)}  ${name.padEnd(width)}  ${detail}`;
    return remedy ? [line, `${' '.repeat(9 + width)}  -> ${remedy}`] : [line];
  });
  const count = rows.filter(({ state }) => state === 'missing').length;
  lines.push('', count === 0 ? 'All that cliplab needs is there.' : `Missing: ${count}.`);
  return lines.join('\n') + '\n';
}

/**
 * `cliplab doctor`: what runs, why, and the remedy for what does not. Exit code 1 where something needed is missing.
 */
export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('say what runs here and why, and the remedy for what does not')
    .option('--json', 'print the report as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const rows = await doctorRows();
      const healthy = rows.every(({ state }) => state !== 'missing');
      process.stdout.write(json ? JSON.stringify({ ok: healthy, rows }, null, 2) + '\n' : doctorText(rows));
      process.exitCode = healthy ? 0 : 1;
    });
}
