import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fetchPackages } from '../../../lib/dist/datasets/iconwit/fetchPackages.js';

const NAMES = ['icons', 'names'];
const VERSION = '1.0.0';

/**
 * A package as a registry has it, made once.
 * @param {string} folder
 * @param {string} name
 */
function archiveOf(folder, name) {
  const path = join(folder, `${name}.tgz`);
  if (existsSync(path)) return readFileSync(path);
  mkdirSync(join(folder, name, 'package'), { recursive: true });
  writeFileSync(join(folder, name, 'package', 'package.json'), JSON.stringify({ name, version: VERSION }));
  for (let k = 0; k < 40; k++)
    writeFileSync(join(folder, name, 'package', `${k}.json`), JSON.stringify({ [name]: 'abc '.repeat(20_000) }));
  execFileSync('tar', ['-czf', path, '-C', join(folder, name), 'package']);
  return readFileSync(path);
}

/** The registry's address is part of what npm writes down: the same for every run. @param {string} home */
async function registry(home) {
  const archives = new Map(NAMES.map((name) => [name, archiveOf(join(home, 'registry'), name)]));
  const integrity = (/** @type {string} */ name) =>
    `sha512-${createHash('sha512')
      .update(archives.get(name) ?? '')
      .digest('base64')}`;
  const server = createServer((request, response) => {
    const [, name = '', isArchive] = /^\/(\w+)(\/.*tgz)?$/.exec(request.url ?? '') ?? [];
    const archive = archives.get(name);
    if (archive && isArchive) {
      response.write(archive.subarray(0, archive.length / 2));
      setTimeout(() => response.end(archive.subarray(archive.length / 2)), 100);
    } else if (archive) {
      const dist = { tarball: `http://${request.headers.host}/${name}/-/${name}.tgz`, integrity: integrity(name) };
      const versions = { [VERSION]: { name, version: VERSION, dist } };
      response.end(JSON.stringify({ name, 'dist-tags': { latest: VERSION }, versions }));
    } else response.writeHead(404).end();
  });
  const kept = join(home, 'port');
  const port = existsSync(kept) ? Number(readFileSync(kept, 'utf8')) : 0;
  await new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  writeFileSync(kept, String(address.port));
  return { address: `http://127.0.0.1:${address.port}/`, pins: NAMES.map((name) => [name, integrity(name)]) };
}

/** The packages that IconWIT is made of, as npm fetches them from a registry that is slow. */
export default async function prepare(/** @type {string} */ home) {
  const { address, pins } = await registry(home);
  const own = { registry: address, fetch_retries: '0', offline: 'false' };
  for (const [name, value] of Object.entries(own)) process.env[`npm_config_${name}`] = value;
  const packages = pins.map(([name = '', integrity = '']) => ({ name, version: VERSION, integrity }));
  return async (/** @type {string} */ folder) => {
    // Of each run its own, so that none finds there what the one before it fetched.
    process.env['npm_config_cache'] = join(home, `npm ${process.pid}`);
    await fetchPackages(folder, packages);
  };
}
