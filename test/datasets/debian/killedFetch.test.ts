import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fetchDeb } from '../../../lib/datasets/debian/fetchDeb.js';
import { setProgressSink } from '../../../lib/io/progress.js';
import { projectRoot } from '../../../lib/io/projectPaths.js';
import { sha256 } from '../../../lib/io/sha256.js';

setProgressSink(() => {});
const home = mkdtempSync(join(tmpdir(), 'cliplab-killed-'));
const deb = readFileSync(join(projectRoot(), 'test', 'fixtures', 'debian', 'art_1-1_all.deb'));
const ART = {
  ...{ name: 'art', version: '1-1', path: 'pool/art_1-1_all.deb', bytes: deb.length, sha256: sha256(deb) },
  ...{ root: 'usr/share/art/', endings: ['.svg'] },
};
const SOON = { pauseMs: 1, silenceMs: 20_000 };

/** Sends half of the file, and the rest when asked to go on, or after a while. */
const asked: string[] = [];
const server = createServer((request, response) => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  asked.push(request.headers.range ?? '');
  const range = from > 0 ? { 'content-range': `bytes ${from}-${deb.length - 1}/${deb.length}` } : {};
  response.writeHead(from > 0 ? 206 : 200, { ...range, 'content-length': deb.length - from });
  if (from > 0) return void response.end(deb.subarray(from));
  response.write(deb.subarray(0, deb.length / 2));
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(home, { recursive: true });
});

const COMPILED = pathToFileURL(join(projectRoot(), 'lib', 'dist', 'datasets', 'debian', 'fetchDeb.js')).href;
const SCRIPT = `
  const { fetchDeb } = await import(${JSON.stringify(COMPILED)});
  const [folder, server] = process.argv.slice(1);
  await fetchDeb(folder, ${JSON.stringify(ART)}, [server], ${JSON.stringify(SOON)});
`;

it('a fetch that is killed within its download is gone on with by the next one', async () => {
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, home, origin], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const partial = (): number =>
    readdirSync(home).includes('art_1-1_all.deb.incomplete')
      ? readFileSync(join(home, 'art_1-1_all.deb.incomplete')).length
      : 0;
  for (let k = 0; k < 600 && partial() === 0; k++) await pause(50);
  child.kill('SIGKILL');
  await ended;
  const art = await fetchDeb(home, ART, [origin], SOON);
  expect(asked).toEqual(['', `bytes=${deb.length / 2}-`]);
  expect(readdirSync(art, { recursive: true }).map(String)).toEqual(expect.arrayContaining(['food', 'food/apple.svg']));
  expect(readdirSync(home).sort()).toEqual(['art', 'art_1-1_all.deb']);
});
