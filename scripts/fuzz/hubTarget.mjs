import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { damage, damageJson, pick } from './damage.mjs';

/** @typedef {import('../../lib/dist/engine/random.js').Random} Random */

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const TOKEN = 'hf_a_token_of_nobody';
const MODEL = new URL('../../test/fixtures/models/hf_gelu_tiny/', import.meta.url);

/** @param {Buffer} bytes */
const etagOf = (bytes) => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

/** Values that headers may have. */
const HEADERS = [
  '',
  '-1',
  '0',
  '1e9',
  '99999999999999999999',
  'NaN',
  '"x"',
  'W/"../../x"',
  '/',
  '/again',
  'file:///etc/passwd',
];

/**
 * One answer as it goes over the wire, its status, headers, listing or bytes perhaps not those of a hub.
 * @param {Random} random @param {string} endpoint @param {ReadonlyMap<string, Buffer>} files @param {string} path
 */
function answerTo(random, endpoint, files, path) {
  const isListing = path.startsWith('/api/');
  const wrong = random.int(3) === 0;
  /** @type {any} */
  const listing = { id: 'a/b', sha: COMMIT, siblings: [...files.keys()].map((rfilename) => ({ rfilename })) };
  const names = wrong ? ['../../out', '/tmp/out', 'a\\b', '.', 'con', 'x'.repeat(3000)] : [];
  for (const rfilename of names) if (random.int(4) === 0) listing.siblings.push({ rfilename });
  const file = files.get(path.split(`/${COMMIT}/`)[1] ?? '');
  const body = isListing
    ? Buffer.from(JSON.stringify(wrong ? damageJson(random, listing) : listing) ?? '')
    : (file ?? Buffer.from('Entry not found'));
  /** @type {Record<string, string | number>} */
  const headers = { 'content-length': body.length, connection: 'close' };
  if (file) Object.assign(headers, { etag: `"${etagOf(file)}"`, 'x-repo-commit': COMMIT });
  let status = isListing || file ? 200 : 404;
  if (wrong && random.int(2)) status = pick(random, [200, 206, 301, 302, 307, 401, 403, 404, 416, 429, 500, 503]);
  if (wrong && random.int(2)) {
    const header = pick(random, [
      'etag',
      'x-linked-etag',
      'x-linked-size',
      'location',
      'content-length',
      'content-encoding',
    ]);
    headers[header] = pick(random, [...HEADERS, 'gzip', `${endpoint}/again`]);
  }
  const sent = wrong && random.int(2) ? damage(random, body) : body;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`HTTP/1.1 ${status} So\r\n${lines.join('')}\r\n`, 'latin1');
  const whole = { head, body: sent };
  return wrong && random.int(4) === 0 ? { head: damage(random, head), body: sent } : whole;
}

/**
 * A hub whose answers mean harm: models and datasets are asked of it. @returns {Promise<import('./worker.mjs').Target>}
 */
export async function hub() {
  const { downloadModel } = await import('../../lib/dist/weights/downloadModel.js');
  const { hubDataset } = await import('../../lib/dist/datasets/registry/hubDataset.js');
  const { writeTar } = await import('../../lib/dist/datasets/tar/writeTar.js');
  const model = new Map(
    ['config.json', 'model.safetensors'].map((name) => [name, readFileSync(fileURLToPath(new URL(name, MODEL)))]),
  );
  const dataset = new Map([
    ['classnames.txt', Buffer.from('cat\n')],
    ['test/nshards.txt', Buffer.from('1')],
    ['test/0.tar', Buffer.from(writeTar([{ name: 'a.cls', data: Buffer.from('0') }]))],
  ]);
  /** @type {(path: string) => { head: Buffer, body: Buffer }} */
  let answer;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (request) => {
      const [method, path = ''] = request.toString('latin1').split(' ');
      const { head, body } = answer(decodeURIComponent(path));
      socket.end(method === 'HEAD' ? head : Buffer.concat([head, body]));
    });
  });
  await new Promise((/** @type {(value: void) => void} */ ready) => server.listen(0, '127.0.0.1', () => ready()));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    make(random, folder) {
      const isModel = random.int(2) === 0;
      const settings = {
        endpoint,
        cache: join(folder, 'hub'),
        offline: false,
        token: TOKEN,
        pauseMs: 1,
        silenceMs: 200,
      };
      return {
        what: isModel ? 'a model' : 'a dataset',
        async attempt() {
          answer = (path) => answerTo(random, endpoint, isModel ? model : dataset, path);
          try {
            const repository = { id: 'a/b', revision: 'main' };
            if (isModel) await downloadModel('a/b', repository, undefined, settings);
            else await hubDataset('a/b', 'main', ['test'], { settings });
          } catch (error) {
            if (String(error).includes(TOKEN)) throw new Error(`the token is told: ${error}`, { cause: error });
            if (readdirSync(folder).some((name) => name !== 'hub'))
              throw new Error(`${readdirSync(folder).join()}: written outside of the cache`, { cause: error });
            throw error;
          }
        },
      };
    },
    close: () => server.close(),
  };
}
