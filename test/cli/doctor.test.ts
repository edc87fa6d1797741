import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { doctorText } from '../../lib/cli/doctor.js';
import type { DoctorRow } from '../../lib/cli/doctorRows.js';

const CLI = fileURLToPath(new URL('../../lib/dist/cli/main.js', import.meta.url));

function doctor(env: NodeJS.ProcessEnv = {}): {
  status: number | null;
  stderr: string;
  row: (name: string) => DoctorRow;
} {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'doctor', '--json'], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  const { rows } = JSON.parse(stdout) as { rows: DoctorRow[] };
  const row = (name: string): DoctorRow => rows.find((one) => one.name === name) ?? expect.fail(`no row ${name}`);
  return { status, stderr, row };
}

test('what is missing stands with its remedy, and is counted', () => {
  const rows: DoctorRow[] = [
    { name: 'Node', state: 'ok', detail: '20.19.0', remedy: '' },
    { name: 'engine', state: 'missing', detail: 'TensorFlow does not run', remedy: 'Run `npm run setup`.' },
  ];
  expect(doctorText(rows)).toBe(
    'ok       Node    20.19.0\n' +
      'missing  engine  TensorFlow does not run\n' +
      '                 -> Run `npm run setup`.\n' +
      '\nMissing: 1.\n',
  );
  expect(doctorText(rows.slice(0, 1))).toMatch(/All that cliplab needs is there\.\n$/);
});

test('where TensorFlow runs, its version and what it runs on are told', () => {
  const { stderr, row } = doctor();
  expect(stderr).toBe('');
  expect(row('engine')).toMatchObject({
    state: 'ok',
    detail: expect.stringMatching(/^TensorFlow \d.*on the [CG]PU$/) as string,
  });
  expect(row('TensorFlow library').state).toBe('ok');
});

test('where the binding does not load, the report still comes, with the loader’s words and the remedy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cliplab doctor '));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const spoil = join(folder, 'spoil.cjs');
  writeFileSync(
    spoil,
    `const load = require('module')._extensions;
     const usual = load['.node'];
     load['.node'] = (module, path) => {
       if (path.endsWith('tfjs_binding.node')) throw new Error('libtensorflow_cc.so.2: cannot open shared object file');
       return usual(module, path);
     };`,
  );
  const { status, stderr, row } = doctor({ NODE_OPTIONS: `--require "${spoil}"` });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^cliplab: TensorFlow does not load .* WebAssembly stands in.*\n$/);
  expect(row('engine')).toMatchObject({
    state: 'missing',
    detail: 'TensorFlow does not run and WebAssembly stands in: libtensorflow_cc.so.2: cannot open shared object file',
    remedy: expect.stringContaining('npm run setup') as string,
  });
  expect(row('lib').name).toBe('lib');
});
