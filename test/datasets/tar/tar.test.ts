import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readSamples } from '../../../lib/datasets/tar/readSamples.js';
import { readTar } from '../../../lib/datasets/tar/readTar.js';
import { writeTar, type TarFile } from '../../../lib/datasets/tar/writeTar.js';
import { UserError } from '../../../lib/io/userError.js';

const folder = mkdtempSync(join(tmpdir(), 'cliplab-tar-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (bytes: Uint8Array): TarFile[] => [...readTar(bytes, 'a.tar', 'fetch it again.')];
const plain = (files: readonly TarFile[]) => files.map(({ name, data }) => [name, [...data]]);
const file = (name: string, text: string): TarFile => ({ name, data: Buffer.from(text) });

const name = fc.stringMatching(/^[a-z0-9_-]{1,30}(\/[a-z0-9_.-]{1,30}){0,2}$/);
const files = fc.array(fc.record({ name, data: fc.uint8Array({ maxLength: 1600 }) }), { maxLength: 6 });

describe('writeTar and readTar', () => {
  it('give back any files, in whole blocks, the same bytes each time', () => {
    fc.assert(
      fc.property(files, (given) => {
        const tar = writeTar(given);
        expect(plain(read(tar))).toEqual(plain(given));
        expect(tar.length % 512).toBe(0);
        expect(Buffer.compare(tar, writeTar(given))).toBe(0);
      }),
    );
  });

  it('write what the system’s tar reads', () => {
    const path = join(folder, 'ours.tar');
    writeFileSync(path, writeTar([file('a/one.txt', 'first'), file('two.bin', 'x'.repeat(513)), file('empty', '')]));
    expect(execFileSync('tar', ['-tf', path]).toString().trim().split('\n')).toEqual(['a/one.txt', 'two.bin', 'empty']);
    execFileSync('tar', ['-xf', path, '-C', folder]);
    expect(readFileSync(join(folder, 'a', 'one.txt'), 'utf8')).toBe('first');
    expect(readFileSync(join(folder, 'two.bin'), 'utf8')).toBe('x'.repeat(513));
  });

  it.each(['ustar', 'gnu', 'pax', 'v7'])('read what the system’s tar writes as %s, folders left out', (format) => {
    const source = join(folder, format);
    const path = join(folder, `${format}.tar`);
    // ustar parts a long path in two at a slash; gnu and pax put any name before the file it is for.
    const inner = { v7: 'inner', ustar: 'inner-'.repeat(15), gnu: 'inner', pax: 'inner' }[format]!;
    const long = { v7: 'name', ustar: 'name-'.repeat(12), gnu: 'name-'.repeat(30), pax: 'näme-'.repeat(30) }[format]!;
    mkdirSync(join(source, inner), { recursive: true });
    writeFileSync(join(source, inner, long), 'content');
    execFileSync('tar', ['-cf', path, `--format=${format}`, '-C', source, inner]);
    expect(read(readFileSync(path)).map(({ name, data }) => [name, Buffer.from(data).toString()])).toEqual([
      [`${inner}/${long}`, 'content'],
    ]);
  });

  it('refuse an archive cut anywhere before its closing blocks', () => {
    const tar = writeTar([file('a.txt', 'x'.repeat(700)), file('b.txt', 'y')]);
    for (let length = 0; length <= tar.length - 1024; length += 37) {
      expect(() => read(tar.subarray(0, length)), `cut at ${length}`).toThrow(UserError);
    }
  });

  it('say where the damage is and what to do', () => {
    const tar = Uint8Array.from(writeTar([file('a.txt', 'x')]));
    tar[3] = 0x7a;
    expect(() => read(tar)).toThrow(
      'a.tar is damaged at byte 0 (the header does not match its checksum); fetch it again.',
    );
  });

  it('end in files or a UserError whatever byte is changed, and never allocate by a claimed size', () => {
    const tar = writeTar([file('a.txt', 'hello'), file('b.txt', 'world')]);
    fc.assert(
      fc.property(fc.nat(tar.length - 1), fc.nat(255), (at, byte) => {
        const changed = Uint8Array.from(tar);
        changed[at] = byte;
        try {
          expect(read(changed).reduce((sum, { data }) => sum + data.length, 0)).toBeLessThanOrEqual(tar.length);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('end in a UserError on arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 3000 }), (bytes) => {
        fc.pre(bytes.subarray(0, 512).some((byte) => byte !== 0) || bytes.length < 512);
        expect(() => read(bytes)).toThrow(UserError);
      }),
    );
  });

  it('refuse names that ustar cannot hold', () => {
    expect(() => writeTar([file('n'.repeat(101), '')])).toThrow('100 ASCII');
    expect(() => writeTar([file('ü', '')])).toThrow('100 ASCII');
  });
});

describe('readSamples', () => {
  it('joins neighbors that share a name up to its first dot', () => {
    const samples = [
      ...readSamples([
        file('x/1.png', 'p'),
        file('x/1.seg.PNG', 's'),
        file('README', 'no sample'),
        file('x/2.cls', '7'),
        file('y.z/2.cls', '8'),
      ]),
    ];
    expect(samples.map(({ key, files: parts }) => [key, [...parts.keys()]])).toEqual([
      ['x/1', ['png', 'seg.png']],
      ['x/2', ['cls']],
      ['y.z/2', ['cls']],
    ]);
  });
});
