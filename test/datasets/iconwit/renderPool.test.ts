import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { createRenderPool, type RenderPool } from '../../../lib/datasets/iconwit/renderPool.js';

const folder = mkdtempSync(join(tmpdir(), 'cliplab-pool-'));
afterAll(() => rmSync(folder, { recursive: true }));

// A worker that answers with each document's text, dies over "die", and hangs over "hang".
const script = join(folder, 'worker.mjs');
writeFileSync(
  script,
  `process.on('message', ({ svgs }) => {
    if (svgs.includes('die')) process.kill(process.pid, 'SIGKILL');
    if (svgs.includes('hang')) return;
    process.send(svgs.map((svg) => ({ kind: 'failed', reason: svg })));
  });`,
);

let pool: RenderPool;
afterEach(() => pool.close());

it('gives results in the order of the documents, over many batches and workers', async () => {
  pool = createRenderPool({ workers: 3, script });
  const svgs = Array.from({ length: 150 }, (_, k) => `svg ${k}`);
  expect(await pool.render(svgs, 16, 'box')).toEqual(svgs.map((reason) => ({ kind: 'failed', reason })));
  expect(await pool.render([], 16, 'box')).toEqual([]);
});

it('loses only the document that kills its worker', async () => {
  pool = createRenderPool({ workers: 1, script });
  const results = await pool.render(['a', 'die', 'b', 'die'], 16, 'box');
  expect(results.map(({ kind }) => kind)).toEqual(['failed', 'crashed', 'failed', 'crashed']);
  expect(results[1]).toEqual({ kind: 'crashed', reason: 'worker ended with SIGKILL' });
});

it('kills a worker that stays silent', async () => {
  pool = createRenderPool({ workers: 1, script, timeoutSeconds: 1 });
  expect((await pool.render(['hang'], 16, 'box')).map(({ kind }) => kind)).toEqual(['crashed']);
});

it('draws with the compiled worker: an image, a blank and a failure', async () => {
  pool = createRenderPool({ workers: 1 });
  const svg = (inside: string): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4">${inside}</svg>`;
  const results = await pool.render([svg('<path d="M0 0h2v2H0z"/>'), svg(''), '<svg'], 8, 'box');
  expect(results.map(({ kind }) => kind)).toEqual(['image', 'blank', 'failed']);
});
