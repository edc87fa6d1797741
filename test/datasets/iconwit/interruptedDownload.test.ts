import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { fetchPackages } from '../../../lib/datasets/iconwit/fetchPackages.js';
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

it('a download that breaks off is told in one sentence, and the same call then fetches the package whole', async () => {
  const archive = pack();
  const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
  let broken = true;
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.tgz') !== true) {
      const tarball = `http://${request.headers.host}/icons/-/icons-1.0.0.tgz`;
      const version = { name: 'icons', version: '1.0.0', dist: { tarball, integrity } };
      response.end(JSON.stringify({ name: 'icons', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } }));
      return;
    }
    response.writeHead(200, { 'content-length': archive.length });
    if (broken) response.write(archive.subarray(0, archive.length / 2), () => response.destroy());
    else response.end(archive);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    vi.stubEnv('npm_config_registry', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    vi.stubEnv('npm_config_cache', join(home, 'npm cache'));
    vi.stubEnv('npm_config_fetch_retries', '0');
    const folder = mkdtempSync(join(home, 'packages '));
    const packages = [{ name: 'icons', version: '1.0.0', integrity }];
    const fetched = fetchPackages(folder, packages);
    await expect(fetched).rejects.toThrow(UserError);
    await expect(fetched).rejects.toThrow(/^npm could not fetch icons@1\.0\.0 \(.+\); connect to a network .*again\.$/);

    broken = false;
    const modules = await fetchPackages(folder, packages);
    expect(readFileSync(join(modules, 'icons', 'icons.bin'))).toEqual(readFileSync(join(home, 'package', 'icons.bin')));
  } finally {
    server.close();
  }
}, 120_000);
