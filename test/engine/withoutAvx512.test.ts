import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(__dirname, '..', '..');

it('a product in bfloat16 of many rows is computed, too, where oneDNN has none, which ends the process when it is asked', () => {
  const script = `
    const { tf, linear, toBfloat16, toFloat32 } = await Promise.all(
      ['tf', 'linear', 'bfloat16'].map((name) => import('./lib/dist/engine/' + name + '.js')),
    ).then((rooms) => Object.assign({}, ...rooms));
    const [x, w, b] = [[500, 64], [32, 64], [32]].map((shape, k) => toBfloat16(tf.randomNormal(shape, 0, 1, 'float32', k + 1)));
    const errors = [undefined, 'gelu', 'quick_gelu'].map((activation) => {
      const given = toFloat32(linear(x, w, b, activation));
      const wide = linear(...[x, w, b].map((half) => toFloat32(half)), activation);
      return tf.max(tf.abs(tf.sub(given, wide))).dataSync()[0] / tf.max(tf.abs(wide)).dataSync()[0];
    });
    console.log('errors ' + JSON.stringify(errors));`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    env: { ...process.env, ONEDNN_MAX_CPU_ISA: 'AVX2' },
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  const errors = JSON.parse(/^errors (.*)$/m.exec(stdout)![1]!) as number[];
  expect(errors).toHaveLength(3);
  for (const error of errors) expect(error).toBeLessThan(2 ** -7);
});
