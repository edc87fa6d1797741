import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Interrupted, setInterruptSignal } from '../../lib/io/interruption.js';
import { setProgressSink } from '../../lib/io/progress.js';
import { UserError } from '../../lib/io/userError.js';
import { downloadModel } from '../../lib/weights/downloadModel.js';
import { hubSettings, type HubSettings } from '../../lib/hub/hubSettings.js';
import type { ModelFiles } from '../../lib/weights/modelFiles.js';
import { COMMIT, etagOf, startHub } from '../fixtures/hubServer.js';
import { needs } from '../fixtures/needs.js';

const DIST = fileURLToPath(new URL('../../lib/dist/', import.meta.url));
const REPOSITORY = { id: 'org/tiny-clip', revision: 'main' };

/** Not weights: what is fetched is not looked into here. */
const weights = Uint8Array.from({ length: 400_000 }, (_, k) => (k * k) % 251);
const config = Buffer.from('{"model_type": "clip"}');
const FILES = new Map<string, Uint8Array>([
  ['README.md', Buffer.from('# not fetched')],
  ['config.json', config],
  ['merges.txt', Buffer.from('#version: 0.2\n')],
  ['model.safetensors', weights],
]);
const hub = await startHub(REPOSITORY.id, FILES);
afterAll(() => hub.close());

let settings: HubSettings;
const cacheFile = (...parts: string[]): string => join(settings.cache, 'models--org--tiny-clip', ...parts);
const blob = (): string => cacheFile('blobs', etagOf(weights));
const download = (changed: Partial<HubSettings> = {}): Promise<ModelFiles> =>
  downloadModel('tiny', REPOSITORY, undefined, { ...settings, ...changed });
/** Once more of the weights than so many bytes has reached the disk. */
const arrived = async (beyond: number): Promise<void> => {
  while (((await stat(`${blob()}.incomplete`).catch(() => undefined))?.size ?? 0) <= beyond) await pause(5);
};
const requestsOf = (part: string): string[] => hub.requests.filter((request) => request.includes(part));

beforeEach(async () => {
  setProgressSink(() => undefined);
  hub.requests.length = 0;
  hub.fault = () => false;
  const home = await mkdtemp(join(tmpdir(), 'cliplab hub '));
  settings = { ...hubSettings({ HF_ENDPOINT: `${hub.endpoint}/`, HF_HOME: home }), pauseMs: 5 };
});

describe('settings', () => {
  it('are those of huggingface_hub', () => {
    const home = { HF_HOME: '/somewhere' };
    expect(hubSettings(home)).toMatchObject({ cache: '/somewhere/hub', offline: false });
    expect(hubSettings({ ...home, HF_HUB_CACHE: '/cache', HF_HUB_OFFLINE: '1' })).toMatchObject({
      cache: '/cache',
      offline: true,
    });
    expect(hubSettings({ XDG_CACHE_HOME: '/xdg' }).cache).toBe('/xdg/huggingface/hub');
    expect(hubSettings({ ...home, HF_HUB_OFFLINE: '0', HF_TOKEN: '' })).toMatchObject({
      offline: false,
      token: undefined,
    });
  });
});

describe('a repository', () => {
  it('lies in the cache as other tools expect it: blobs by content, snapshots of links, refs', async () => {
    const files = await download();
    expect(files).toEqual({ name: 'tiny', weights: cacheFile('snapshots', COMMIT, 'model.safetensors') });
    expect(new Uint8Array(await readFile(files.weights))).toEqual(weights);
    expect((await lstat(files.weights)).isSymbolicLink()).toBe(true);
    expect(await readlink(files.weights)).toBe(join('..', '..', 'blobs', etagOf(weights)));
    expect(await readFile(cacheFile('refs', 'main'), 'utf8')).toBe(COMMIT);
    expect((await readdir(cacheFile('snapshots', COMMIT))).sort()).toEqual([
      'config.json',
      'merges.txt',
      'model.safetensors',
    ]);
    expect((await readdir(cacheFile('blobs'))).length).toBe(3);
  });

  it('is fetched once: afterwards only its commit is asked for', async () => {
    await download();
    hub.requests.length = 0;
    await download();
    expect(hub.requests).toEqual(['GET /api/models/org/tiny-clip/revision/main']);
  });

  it('takes the token to the hub and nowhere else', async () => {
    const seen: [string, string | undefined][] = [];
    hub.fault = ({ url, headers }) => {
      seen.push([url!, headers.authorization]);
      return false;
    };
    await download({ token: 'secret' });
    for (const [url, authorization] of seen)
      expect(authorization, url).toBe(url.startsWith('/content/') ? undefined : 'Bearer secret');
    expect(seen.some(([url]) => url.startsWith('/content/'))).toBe(true);
  });
});

describe('a connection', () => {
  it('that breaks mid-file is taken up where it broke', async () => {
    let cuts = 2;
    hub.fault = ({ url, headers }, response, bytes) => {
      if (!url!.startsWith('/content/') || cuts-- <= 0) return false;
      const begin = Number(/\d+/.exec(headers.range ?? '0')![0]);
      response.writeHead(begin ? 206 : 200, {
        'content-length': bytes!.length - begin,
        'content-range': `bytes ${begin}-/`,
      });
      response.write(bytes!.subarray(begin, begin + 100_000), () => void arrived(begin).then(() => response.destroy()));
      return true;
    };
    const files = await download();
    expect(new Uint8Array(await readFile(files.weights))).toEqual(weights);
    expect(
      requestsOf('/content/')
        .slice(1)
        .every((request) => / bytes=\d+-$/.test(request)),
    ).toBe(true);
    expect(requestsOf('/content/').length).toBeGreaterThan(1);
  });

  it('that broke in an earlier run too', async () => {
    const partial = `${blob()}.incomplete`;
    await mkdir(dirname(partial), { recursive: true });
    await writeFile(partial, weights.subarray(0, 123_456));
    const files = await download();
    expect(requestsOf('/content/')).toEqual([`GET /content/${etagOf(weights)} bytes=123456-`]);
    expect(new Uint8Array(await readFile(files.weights))).toEqual(weights);
    expect(existsSync(partial)).toBe(false);
  });

  it('that breaks at the same byte again and again ends in one sentence, and what came stays', async () => {
    hub.fault = ({ url, headers }, response, bytes) => {
      if (!url!.startsWith('/content/')) return false;
      if (headers.range) response.destroy();
      else {
        response.writeHead(200, { 'content-length': bytes!.length });
        response.write(bytes!.subarray(0, 65_536), () => void arrived(0).then(() => response.destroy()));
      }
      return true;
    };
    await expect(download()).rejects.toThrow(UserError);
    expect((await readFile(`${blob()}.incomplete`)).length).toBeGreaterThan(0);
    expect(existsSync(blob())).toBe(false);
  });

  it('to a server that knows no ranges starts again', async () => {
    await mkdir(dirname(blob()), { recursive: true });
    await writeFile(`${blob()}.incomplete`, weights.subarray(0, 1000));
    hub.fault = ({ headers }) => {
      delete headers.range;
      return false;
    };
    expect(new Uint8Array(await readFile((await download()).weights))).toEqual(weights);
  });

  it('that is interrupted stops there, and the next run goes on', async () => {
    const stop = new AbortController();
    setInterruptSignal(stop.signal);
    hub.fault = ({ url }, response, bytes) => {
      if (!url!.startsWith('/content/')) return false;
      response.writeHead(200, { 'content-length': bytes!.length });
      response.write(bytes!.subarray(0, 200_000), () => void arrived(0).then(() => stop.abort()));
      return true;
    };
    await expect(download()).rejects.toThrow(Interrupted);
    setInterruptSignal(undefined);
    hub.fault = () => false;
    await download();
    expect(requestsOf('/content/').at(-1)).toMatch(/ bytes=[1-9]\d*-$/);
  });
});

describe('a checksum', () => {
  const damage = (times: number): void => {
    hub.fault = ({ url }, response, bytes) => {
      if (!url!.startsWith('/content/') || times-- <= 0) return false;
      response.writeHead(200).end(Uint8Array.from(bytes!, (byte, k) => (k === 7 ? byte ^ 1 : byte)));
      return true;
    };
  };

  it('that is wrong once is mended by fetching again', async () => {
    damage(1);
    expect(new Uint8Array(await readFile((await download()).weights))).toEqual(weights);
  });

  it('that is wrong again is an error, and nothing of the file stays', async () => {
    damage(Infinity);
    await expect(download()).rejects.toThrow(/org\/tiny-clip model\.safetensors arrives with another checksum/);
    expect(await readdir(cacheFile('blobs'))).not.toContain(etagOf(weights));
    expect(existsSync(`${blob()}.incomplete`)).toBe(false);
  });

  it('of a small file is checked as well', async () => {
    hub.fault = ({ url, method }, response) => {
      if (method !== 'GET' || !url!.endsWith('config.json')) return false;
      response.writeHead(200).end(Buffer.from(config.toString().replace('clip', 'clap')));
      return true;
    };
    await expect(download()).rejects.toThrow(/config\.json arrives with another checksum/);
  });

  it('is of the stated size: what the hub sends beyond it is cut off', async () => {
    hub.fault = ({ url }, response, bytes) => {
      if (!url!.startsWith('/content/')) return false;
      response.writeHead(200);
      response.write(bytes!);
      response.end(Buffer.alloc(100_000));
      return true;
    };
    expect(new Uint8Array(await readFile((await download()).weights))).toEqual(weights);
  });
});

describe('an answer of the hub', () => {
  const answer = (status: number, times = Infinity, part = '/api/'): void => {
    hub.fault = ({ url }, response) => {
      if (!url!.includes(part) || times-- <= 0) return false;
      response.writeHead(status).end();
      return true;
    };
  };

  it.each([
    [404, /has no org\/tiny-clip at revision main; check the name/],
    [401, /does not give out org\/tiny-clip at revision main \(401\).*HF_TOKEN/],
    [403, /does not give out org\/tiny-clip at revision main \(403\).*HF_TOKEN/],
    [400, /answers 400/],
  ])('%d is one sentence, at once', async (status, sentence) => {
    answer(status);
    await expect(download()).rejects.toThrow(sentence);
    expect(hub.requests).toHaveLength(1);
  });

  it.each([500, 503, 429])('%d is asked again', async (status) => {
    answer(status, 2);
    await download();
    expect(requestsOf('/api/')).toHaveLength(3);
  });

  it('503 that stays is one sentence where the cache has nothing, and no matter where it has the model', async () => {
    await download();
    answer(503);
    expect((await download()).weights).toBe(cacheFile('snapshots', COMMIT, 'model.safetensors'));
    await expect(download({ cache: join(settings.cache, 'empty') })).rejects.toThrow(
      /cannot be asked for .* \(503, 4 times\)/,
    );
  });

  it('that is no hub is told from one', async () => {
    hub.fault = (_, response) => {
      response.writeHead(200).end('<html>welcome to the captive portal</html>');
      return true;
    };
    await expect(download()).rejects.toThrow(/does not answer as a Hugging Face hub/);
  });

  it('that cannot be reached is one sentence', async () => {
    await expect(download({ endpoint: 'http://127.0.0.1:9' })).rejects.toThrow(
      /cannot be asked for org\/tiny-clip .*HF_ENDPOINT/,
    );
  });

  it('about a repository without a CLIP says what is missing', async () => {
    const other = await startHub('org/other', new Map([['README.md', config]]));
    await expect(
      downloadModel('other', { id: 'org/other', revision: 'main' }, undefined, {
        ...settings,
        endpoint: other.endpoint,
      }),
    ).rejects.toThrow(/org\/other .* holds no CLIP that can be read: it needs config\.json/);
    await other.close();
  });
});

describe('offline', () => {
  it('the cache is used and nobody asked', async () => {
    const { weights: path } = await download();
    hub.requests.length = 0;
    expect((await download({ offline: true })).weights).toBe(path);
    expect(hub.requests).toEqual([]);
  });

  it('without a cache it is one sentence', async () => {
    await expect(download({ offline: true })).rejects.toThrow(/org\/tiny-clip is not in .*HF_HUB_OFFLINE/);
  });

  it('a snapshot that lacks its weights is not taken for the model', async () => {
    await download();
    await rm(blob());
    await expect(download({ offline: true })).rejects.toThrow(/is not in/);
  });
});

describe('a cache', () => {
  it('whose blob is cut short is mended', async () => {
    const { weights: path } = await download();
    await truncate(blob(), 10);
    await rm(path);
    expect(new Uint8Array(await readFile((await download()).weights))).toEqual(weights);
  });

  it('on a full disk is one sentence with the remedy', needs(existsSync('/dev/full'), '/dev/full'), async () => {
    await mkdir(dirname(blob()), { recursive: true });
    await symlink('/dev/full', `${blob()}.incomplete`);
    await expect(download()).rejects.toThrow(/no room for org\/tiny-clip model\.safetensors \(1 MB\) in .*HF_HOME/);
  });

  it('that two fill at once is filled once', async () => {
    const [one, other] = await Promise.all([download(), download()]);
    expect(one).toEqual(other);
    expect(requestsOf('/content/')).toHaveLength(1);
  });

  it(
    'that two processes fill at once is filled once',
    needs(existsSync(join(DIST, 'weights')), 'the compiled package'),
    async () => {
      const script = `
      const { downloadModel } = await import(${JSON.stringify(`${DIST}weights/downloadModel.js`)});
      console.log((await downloadModel('tiny', ${JSON.stringify(REPOSITORY)})).weights);`;
      const env = { ...process.env, HF_ENDPOINT: hub.endpoint, HF_HUB_CACHE: settings.cache };
      const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env });
      const outcomes = await Promise.all([run(), run()]);
      for (const { stdout } of outcomes) expect(new Uint8Array(await readFile(stdout.trim()))).toEqual(weights);
      expect(requestsOf('/content/')).toHaveLength(1);
    },
  );

  it('whose lock was left behind by a process that died is filled all the same', async () => {
    const lock = join(settings.cache, '.locks', 'models--org--tiny-clip', `${etagOf(weights)}.cliplab`);
    await mkdir(dirname(lock), { recursive: true });
    await writeFile(lock, '');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(lock, longAgo, longAgo);
    await download();
    expect(existsSync(lock)).toBe(false);
  });
});
