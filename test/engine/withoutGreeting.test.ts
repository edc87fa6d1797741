import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { dropGreeting } from '../../lib/engine/withoutGreeting.js';

const DIST = fileURLToPath(new URL('../../lib/dist/', import.meta.url));
const TFJS = createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json');
const CAPTURE = join(TFJS, '../lib/napi-v8/capture_stderr.node');

const node = (script: string, env: NodeJS.ProcessEnv = {}): ReturnType<typeof spawnSync> => {
  // This process has loaded TensorFlow with a level of its own.
  const outside = { ...process.env };
  delete outside['TF_CPP_MIN_LOG_LEVEL'];
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { ...outside, ...env },
  });
};

test('the greeting goes, warnings, errors and words of others stay', () => {
  const words = [
    'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n',
    'I0000 00:00:1795485674.543683    7383 port.cc:153] oneDNN custom operations are on.\n',
    'W0000 00:00:1795485674.543683    7383 port.cc:160] a warning\n',
    'E0000 00:00:1795485674.543683    7383 port.cc:170] an error\n',
    'Illegal instruction\n',
  ];
  expect(dropGreeting(words.join(''))).toBe(words.slice(2).join(''));
  expect(dropGreeting('')).toBe('');
});

const USE = `const { tf } = await import(${JSON.stringify(join(DIST, 'engine/tf.js'))}); console.log(tf.scalar(2).square().dataSync()[0]);`;

test('TensorFlow loads and computes without a word', () => {
  expect(node(USE)).toMatchObject({ stdout: '4\n', stderr: '', status: 0 });
});

test('TF_CPP_MIN_LOG_LEVEL=0 shows all it says', () => {
  expect(node(USE, { TF_CPP_MIN_LOG_LEVEL: '0' }).stderr).toMatch(/oneDNN|TensorFlow binary/);
});

test('a process that dies while its words are held back still says them', () => {
  const script = `
    import { createRequire } from 'node:module';
    import { writeSync } from 'node:fs';
    createRequire(${JSON.stringify(TFJS)})(${JSON.stringify(CAPTURE)}).begin();
    writeSync(2, 'last words\\n');
    process.kill(process.pid, 'SIGILL');
    for (;;);`;
  expect(node(script)).toMatchObject({ stderr: 'last words\n', signal: 'SIGILL' });
});

test('what is written meanwhile is handed over, and standard error is itself again', () => {
  const script = `
    import { createRequire } from 'node:module';
    import { writeSync } from 'node:fs';
    const capture = createRequire(${JSON.stringify(TFJS)})(${JSON.stringify(CAPTURE)});
    for (const words of ['one', 'zwei']) {
      capture.begin();
      writeSync(2, words);
      console.log(capture.end());
    }
    writeSync(2, 'after');
    console.log(JSON.stringify(capture.end()));`;
  expect(node(script)).toMatchObject({ stdout: 'one\nzwei\n""\n', stderr: 'after', status: 0 });
});
