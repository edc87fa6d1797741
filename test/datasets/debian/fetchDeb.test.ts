import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fetchDeb } from '../../../lib/datasets/debian/fetchDeb.js';
import { OPENCLIPART_DEB, STAMPS_DEB, type PinnedDeb } from '../../../lib/datasets/debian/pinnedDebs.js';
import { writeTar } from '../../../lib/datasets/tar/writeTar.js';
import { setProgressSink } from '../../../lib/io/progress.js';
import { sha256 } from '../../../lib/io/sha256.js';
import { UserError } from '../../../lib/io/userError.js';
import { arArchive, madeUpDeb, storedXz } from './madeUpDeb.js';

setProgressSink(() => {});
const home = mkdtempSync(join(tmpdir(), 'cliplab-deb-'));

/** What Debian's own tools make: names from `./` on, folders, links, files that nothing here uses. */
function debianTar(): Buffer {
  const art = join(home, 'tree', 'usr', 'share', 'art');
  mkdirSync(join(art, 'food', 'fruit'), { recursive: true });
  writeFileSync(join(art, 'food', 'fruit', 'apple.svg'), '<svg>apple</svg>'.repeat(20_000));
  writeFileSync(join(art, 'food', 'notes.txt'), 'notes');
  writeFileSync(join(art, 'star.svg'), '<svg>star</svg>');
  symlinkSync('fruit/apple.svg', join(art, 'food', 'again.svg'));
  writeFileSync(join(home, 'tree', 'usr', 'share', 'other.svg'), '<svg/>');
  return execFileSync('tar', ['-cf', '-', '-C', join(home, 'tree'), '.'], { maxBuffer: 1 << 24 });
}

const pin = (file: Uint8Array): PinnedDeb => ({
  name: 'art',
  version: '1-1',
  path: 'pool/art_1-1_all.deb',
  bytes: file.length,
  sha256: sha256(file),
  root: 'usr/share/art/',
  endings: ['.svg'],
});
const deb = madeUpDeb(debianTar());
const ART = pin(deb);

let answer: (response: ServerResponse, from: number) => void;
let asked: string[];
const server = createServer((request, response) => {
  asked.push([request.url, request.headers.range].filter(Boolean).join(' '));
  if (request.url?.startsWith('/empty/') === true) return void response.writeHead(404).end();
  answer(response, Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0));
});
const send = (response: ServerResponse, from: number): void => {
  const range = from > 0 ? { 'content-range': `bytes ${from}-${deb.length - 1}/${deb.length}` } : {};
  response.writeHead(from > 0 ? 206 : 200, { ...range, 'content-length': deb.length - from }).end(deb.subarray(from));
};
let origin: string;
let folder: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  folder = mkdtempSync(join(home, 'cache-'));
  answer = send;
  asked = [];
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(home, { recursive: true });
});

const SOON = { pauseMs: 1, silenceMs: 5_000 };
const fetch = (of = ART, servers = [`${origin}/here`]): Promise<string> => fetchDeb(folder, of, servers, SOON);
const filesOf = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort();

describe('a package of Debian’s archive', () => {
  it('is fetched once and unpacked: the files of its endings, by their paths below its folder, no links', async () => {
    const art = await fetch();
    expect(filesOf(art)).toEqual(['.cliplab.json', 'food/fruit/apple.svg', 'star.svg']);
    expect(readFileSync(join(art, 'food', 'fruit', 'apple.svg'), 'utf8')).toBe('<svg>apple</svg>'.repeat(20_000));
    expect(await fetch()).toBe(art);
    expect(asked).toEqual(['/here/pool/art_1-1_all.deb']);
    expect(readdirSync(folder).filter((name) => name.startsWith('making-'))).toEqual([]);
  });

  it('is unpacked again where a file has changed, from the file that was fetched', async () => {
    const art = await fetch();
    appendFileSync(join(art, 'star.svg'), ' ');
    expect(readFileSync(join(await fetch(), 'star.svg'), 'utf8')).toBe('<svg>star</svg>');
    expect(asked).toHaveLength(1);
  });

  it('is gone on with where its connection broke', async () => {
    let broken = false;
    answer = (response, from) => {
      if (broken) return send(response, from);
      broken = true;
      response.writeHead(200, { 'content-length': deb.length });
      response.write(deb.subarray(0, 100_000), () => response.destroy());
    };
    await fetch();
    expect(asked[1]).toMatch(/^\/here\/pool\/art_1-1_all\.deb bytes=\d+-$/);
  });

  it('is waited for by a second call at once', async () => {
    const [one, two] = await Promise.all([fetch(), fetch()]);
    expect(one).toBe(two);
    expect(asked).toHaveLength(1);
  });

  it('is taken where it was put by hand', async () => {
    writeFileSync(join(folder, 'art_1-1_all.deb'), deb);
    expect(filesOf(await fetch())).toContain('star.svg');
    expect(asked).toEqual([]);
  });

  it('is asked of the next server where the first has it no more', async () => {
    await fetch(ART, [`${origin}/empty`, `${origin}/here`]);
    expect(asked).toEqual(['/empty/pool/art_1-1_all.deb', '/here/pool/art_1-1_all.deb']);
  });
});

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

describe('what is refused, in one sentence', () => {
  it('no server has it: what each said, and where it may be put', async () => {
    const empty = `${origin}/empty`;
    expect(await refusal(fetch(ART, [empty, `${empty}/old`]))).toBe(
      `art 1-1 cannot be fetched (${empty} has no art 1-1; ${empty}/old has no art 1-1); try again later, ` +
        `or put its file art_1-1_all.deb (SHA-256 ${ART.sha256}) into ${folder} by hand.`,
    );
  });

  it('another file of its name', async () => {
    writeFileSync(join(folder, 'art_1-1_all.deb'), 'something else');
    expect(await refusal(fetch())).toMatch(
      /art_1-1_all\.deb is not art 1-1: its SHA-256 is not [\da-f]{64}; remove it\.$/,
    );
  });

  it('a server that sends other bytes', async () => {
    answer = (response) => void response.writeHead(200, { 'content-length': deb.length }).end(Buffer.alloc(deb.length));
    expect(await refusal(fetch())).toContain('art 1-1 arrives with another checksum');
    expect(readdirSync(folder)).not.toContain('art');
  });

  it.each<[string, Buffer, RegExp]>([
    ['no archive of ar', Buffer.from('no archive at all'), /is damaged \(it is no archive of ar\); remove it/],
    ['no data', arArchive({ 'debian-binary': Buffer.from('2.0\n') }), /is damaged \(it has no data\.tar\.xz\)/],
    ['cut short', deb.subarray(0, deb.length - 100), /is damaged \(it ends at byte \d+\)/],
    ['no xz', arArchive({ 'data.tar.xz': Buffer.alloc(4000, 7) }), /is damaged \(it cannot be unpacked\); remove it/],
    ['no tar', arArchive({ 'data.tar.xz': storedXz(Buffer.alloc(4000, 7)) }), /art_1-1_all\.deb is damaged at byte 0/],
    [
      'a file outside of its folder',
      madeUpDeb(writeTar([{ name: 'usr/share/art/../../../../out.svg', data: Buffer.from('x') }])),
      /holds "usr\/share\/art\/\.\.\/\.\.\/\.\.\/\.\.\/out\.svg", outside of its folder; remove it/,
    ],
  ])('%s', async (_, file, words) => {
    writeFileSync(join(folder, 'art_1-1_all.deb'), file);
    expect(await refusal(fetch(pin(file)))).toMatch(words);
    expect(readdirSync(folder).sort()).toEqual(['art_1-1_all.deb']);
  });
});

it('the pinned packages are files of the pool, by whole hashes', () => {
  for (const { name, version, path, sha256: hash, bytes } of [OPENCLIPART_DEB, STAMPS_DEB]) {
    expect(path).toMatch(/^pool\/main\/[a-z]\/[a-z-]+\/[^/]+$/);
    expect(path.endsWith(`/${name}_${version}_all.deb`)).toBe(true);
    expect(hash).toMatch(/^[\da-f]{64}$/);
    expect(bytes).toBeGreaterThan(1e7);
  }
});
