import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fetchPackages } from '../../../lib/datasets/iconwit/fetchPackages.js';
import { projectRoot } from '../../../lib/io/projectPaths.js';
import { setProgressSink } from '../../../lib/io/progress.js';
import { UserError } from '../../../lib/io/userError.js';

setProgressSink(() => {});
afterEach(() => vi.unstubAllEnvs());

const home = mkdtempSync(join(tmpdir(), 'cliplab registry '));

/** A package as a registry has it: random bytes, so that half of the archive is half of the content. */
function pack(): Buffer {
  mkdirSync(join(home, 'package'));
  writeFileSync(join(home, 'package', 'package.json'), '{"name": "icons", "version": "1.0.0"}');
  writeFileSync(
    join(home, 'package', 'icons.bin'),
    Buffer.from(Array.from({ length: 200_000 }, (_, k) => (Math.imul(k, 2_654_435_761) >>> 11) & 255)),
  );
  execFileSync('tar', ['-czf', 'icons.tgz', 'package'], { cwd: home });
  return readFileSync(join(home, 'icons.tgz'));
}

const archive = pack();
const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
const packages = [{ name: 'icons', version: '1.0.0', integrity }];
/** What the registry does with the second half of the archive. */
let half: 'broken' | 'slow' | 'sent' = 'sent';
const server = createServer((request, response) => {
  if (request.url?.endsWith('.tgz') !== true) {
    const tarball = `http://${request.headers.host}/icons/-/icons-1.0.0.tgz`;
    const version = { name: 'icons', version: '1.0.0', dist: { tarball, integrity } };
    response.end(JSON.stringify({ name: 'icons', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } }));
    return;
  }
  response.writeHead(200, { 'content-length': archive.length });
  if (half === 'sent') response.end(archive);
  else
    response.write(archive.subarray(0, archive.length / 2), () => {
      if (half === 'broken') response.destroy();
      else setTimeout(() => response.end(archive.subarray(archive.length / 2)), 300);
    });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

/** The registry and a new cache of npm for a test. */
function useRegistry(): void {
  vi.stubEnv('npm_config_registry', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  vi.stubEnv('npm_config_cache', mkdtempSync(join(home, 'npm cache ')));
  vi.stubEnv('npm_config_fetch_retries', '0');
}

const expectWhole = (modules: string): void =>
  expect(readFileSync(join(modules, 'icons', 'icons.bin'))).toEqual(readFileSync(join(home, 'package', 'icons.bin')));

it('a download that breaks off is told in one sentence, and the same call then fetches the package whole', async () => {
  useRegistry();
  const folder = mkdtempSync(join(home, 'packages '));
  half = 'broken';
  const fetched = fetchPackages(folder, packages);
  await expect(fetched).rejects.toThrow(UserError);
  await expect(fetched).rejects.toThrow(/^npm could not fetch icons@1\.0\.0 \(.+\); connect to a network .*again\.$/);

  half = 'sent';
  expectWhole(await fetchPackages(folder, packages));
});

/** Fetches in a process group of its own, so that npm is killed with it. */
const COMPILED = pathToFileURL(join(projectRoot(), 'lib', 'dist', 'datasets', 'iconwit', 'fetchPackages.js')).href;
const SCRIPT = `
  const { fetchPackages } = await import(${JSON.stringify(COMPILED)});
  await fetchPackages(process.argv[1], ${JSON.stringify(packages)});
  process.exit(0);
`;

it.each([
  [400, 'with npm'],
  [900, 'alone'],
  [1_300, 'with npm'],
])('killed after %s ms, %s, the same call fetches the package whole', async (ms, how) => {
  half = 'slow';
  useRegistry();
  const folder = mkdtempSync(join(home, 'packages '));
  const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, folder], {
    detached: true,
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  await pause(ms);
  try {
    process.kill(how === 'alone' ? child.pid! : -child.pid!, 'SIGKILL');
  } catch {
    // It was quicker than that.
  }
  await ended;
  expectWhole(await fetchPackages(folder, packages));
  expect(readdirSync(join(folder, 'node_modules')).sort()).toEqual(['.cliplab.json', '.package-lock.json', 'icons']);
  // Nor does an npm that outlived its run write on beside it.
  expect(readdirSync(folder).filter((name) => name.startsWith('making-'))).toEqual([]);
});
