import { existsSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { setProgressSink } from '../../lib/io/progress.js';
import { UserError } from '../../lib/io/userError.js';
import { downloadModel } from '../../lib/weights/downloadModel.js';
import { hubSettings, type HubSettings } from '../../lib/hub/hubSettings.js';
import { COMMIT, startHub } from '../fixtures/hubServer.js';

const REPOSITORY = { id: 'org/tiny-clip', revision: 'main' };
const weights = Buffer.alloc(20_000, 7);
const FILES = new Map<string, Uint8Array>([
  ['config.json', Buffer.from('{"model_type": "clip"}')],
  ['model.safetensors', weights],
]);
const hub = await startHub(REPOSITORY.id, FILES);
afterAll(() => hub.close());
let settings: HubSettings;
const download = (changed: Partial<HubSettings> = {}): Promise<unknown> =>
  downloadModel('tiny', REPOSITORY, undefined, { ...settings, ...changed });

beforeEach(async () => {
  setProgressSink(() => undefined);
  hub.requests.length = 0;
  hub.fault = () => false;
  const home = await mkdtemp(join(tmpdir(), 'cliplab hostile '));
  settings = { ...hubSettings({ HF_ENDPOINT: hub.endpoint, HF_HOME: home }), pauseMs: 1 };
});

/** Answers requests whose path has `part`. */
function answer(part: string, how: (response: ServerResponse, request: IncomingMessage) => void): void {
  hub.fault = (request, response) => {
    if (!request.url!.includes(part)) return false;
    how(response, request);
    return true;
  };
}
const listing = (names: unknown[]): string =>
  JSON.stringify({ sha: COMMIT, siblings: names.map((rfilename) => ({ rfilename })) });

describe('a server that says nothing', () => {
  it('at all is one sentence, soon', async () => {
    answer('/api/', () => undefined);
    const start = performance.now();
    await expect(download({ silenceMs: 100 })).rejects.toThrow(
      /cannot be asked for .* \(it says nothing for 0\.1 seconds, 4 times\)/,
    );
    expect(performance.now() - start).toBeLessThan(60_000);
  });

  it('within its answer is one sentence', async () => {
    answer('/api/', (response) => response.writeHead(200).write('{"sha":'));
    await expect(download({ silenceMs: 100 })).rejects.toThrow(
      /breaks off its answer about .* \(it says nothing for 0\.1 seconds\)/,
    );
  });

  it('within a file is given up after some times', async () => {
    answer('/content/', (response) => {
      response.writeHead(200, { 'content-length': weights.length });
      response.write(weights.subarray(0, 10));
    });
    await expect(download({ silenceMs: 100 })).rejects.toThrow(
      /model\.safetensors breaks off at byte \d+ of 20000 again and again/,
    );
  });
});

describe('an answer', () => {
  it('without an end is refused when it is too long', async () => {
    answer('/api/', (response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(1 << 20, 0x20)));
      };
      response.on('drain', more);
      more();
    });
    await expect(download()).rejects.toThrow(/the answer of .* asks for \d+ bytes, where at most 67108864/);
  });

  it('that unpacks to gigabytes is refused when it is too long', async () => {
    const bomb = gzipSync(Buffer.alloc(2 ** 28));
    expect(bomb.length).toBeLessThan(300_000);
    answer('/api/', (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    await expect(download()).rejects.toThrow(/where at most 67108864 bytes are read/);
  });

  it('that says it is packed and is not ends, also where the connection does', async () => {
    answer('/api/', ({ socket }) =>
      socket!.end('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n' + '{"id": 1}'.repeat(300)),
    );
    for (let k = 0; k < 20; k++) await expect(download({ silenceMs: 100 })).rejects.toThrow(UserError);
  });

  it('nested deeply is refused', async () => {
    answer('/api/', (response) => response.end('{"a":'.repeat(100_000)));
    await expect(download()).rejects.toThrow(/nests 65 levels deep/);
  });

  it.each<[string, unknown[]]>([
    ['the folder above', ['../evil']],
    ['a folder above within', ['a/../../evil']],
    ['an absolute path', ['/etc/passwd']],
    ["Windows' separators", ['..\\evil']],
    ['an empty part', ['a//b']],
    ['a line break', ['a\nb']],
    ['no text', [7]],
    ['a name without end', ['a'.repeat(2_000)]],
  ])('that lists %s is refused', async (_, names) => {
    answer('/api/', (response) => response.end(listing([...FILES.keys(), ...names])));
    await expect(download()).rejects.toThrow(/lists the file .* which lies outside of it; check HF_ENDPOINT/);
  });

  it('about a small file that states another size is refused, and one without a size', async () => {
    const head = (size: string) =>
      answer('/config.json', (response) =>
        response.writeHead(200, { 'x-linked-etag': '"aa"', 'x-linked-size': size }).end(),
      );
    head('99999999999');
    await expect(download()).rejects.toThrow(
      /config\.json has 99999999999 bytes, where at most 67108864 were expected/,
    );
    head('-5');
    await expect(download()).rejects.toThrow(/does not say what org\/tiny-clip config\.json is/);
    head('1e300');
    await expect(download()).rejects.toThrow(/does not say what org\/tiny-clip config\.json is/);
  });

  it('whose etag is a path writes nothing outside of the cache', async () => {
    answer('/config.json', (response) =>
      response.writeHead(200, { 'x-linked-etag': '"../../../evil"', 'x-linked-size': '5' }).end(),
    );
    await expect(download()).rejects.toThrow(/does not say what org\/tiny-clip config\.json is/);
    expect(existsSync(join(settings.cache, '..', 'evil'))).toBe(false);
  });
});

describe('an empty file', () => {
  const empty = (etag: string): void =>
    answer('/config.json', (response) => {
      response.writeHead(200, { etag: `"${etag}"`, 'content-length': 0, 'x-repo-commit': COMMIT }).end();
    });

  it('is fetched as any other', async () => {
    // Git's name of nothing.
    empty('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
    const { weights: path } = await downloadModel('tiny', REPOSITORY, undefined, settings);
    expect(statSync(join(dirname(path), 'config.json')).size).toBe(0);
  });

  it('that should be another is one sentence', async () => {
    empty('0'.repeat(40));
    await expect(download()).rejects.toThrow(/config\.json arrives with another checksum than the hub states/);
  });
});

describe('a redirect', () => {
  it('in circles ends', async () => {
    answer('/content/', (response, request) => response.writeHead(302, { location: request.url! }).end());
    await expect(download()).rejects.toThrow(/sends org\/tiny-clip model\.safetensors on 5 times and more/);
  });

  it.each(['file:///etc/passwd', 'data:text/plain,x', 'ftp://127.0.0.1/x', 'http://['])(
    'to %s is not followed',
    async (location) => {
      answer('/content/', (response) => response.writeHead(302, { location }).end());
      await expect(download()).rejects.toThrow(
        /sends org\/tiny-clip model\.safetensors on to .*, which is not followed/,
      );
    },
  );
});

describe('the token', () => {
  it('is sent to no other host, whatever it answers', async () => {
    const seen: (string | undefined)[] = [];
    const other = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(401).end();
    });
    await new Promise<void>((resolve) => other.listen(0, () => resolve()));
    const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/steal`;
    answer('/api/', (response) => response.writeHead(302, { location }).end());
    await expect(download({ token: 'secret' })).rejects.toThrow(UserError);
    expect(seen).toEqual([undefined]);
    other.close();
  });

  it.each(['hf_secret\n', 'hf_secret\r\nx-evil: 1', ' hf_secret', 'hf_sécret', 'hf_\0secret'])(
    '%j is refused without being printed',
    (token) => {
      const read = (): unknown => hubSettings({ HF_TOKEN: token });
      expect(read).toThrow(/HF_TOKEN holds a blank, a line break or another character/);
      expect(read).not.toThrow(/secret|sécret/);
    },
  );

  it('is in no error, also where it reached the request otherwise', async () => {
    const error = (await download({ token: 'hf_secret\nx' }).catch((reason: unknown) => reason)) as Error;
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).not.toContain('secret');
  });
});

it.each(['ftp://hub', 'hub', 'https://name:password@hub'])('the endpoint %s is refused', (HF_ENDPOINT) => {
  expect(() => hubSettings({ HF_ENDPOINT })).toThrow(/HF_ENDPOINT/);
  expect(() => hubSettings({ HF_ENDPOINT })).not.toThrow(/password@/);
});
