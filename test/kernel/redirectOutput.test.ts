import { afterEach, beforeEach, expect, it } from 'vitest';
import { redirectOutput } from '../../lib/kernel/redirectOutput.js';

const own = new Map([process.stdout, process.stderr].map((stream) => [stream, { write: stream.write.bind(stream) }]));
let written: string[] = [];

beforeEach(() => {
  written = [];
  redirectOutput((name, text) => void written.push(`${name}: ${text}`));
});

/** Gives the streams back. @returns what was written */
function restored(): string[] {
  for (const stream of [process.stdout, process.stderr]) Object.assign(stream, own.get(stream));
  return written;
}
afterEach(restored);

it('passes on text and bytes, by whatever encoding they are written', () => {
  process.stdout.write('é😀');
  process.stderr.write('plain', 'utf8');
  process.stdout.write('68656c6c6f', 'hex');
  process.stdout.write('aMOp', 'base64');
  process.stdout.write('\xe9', 'latin1');
  process.stdout.write(Buffer.from('behind'));
  // One byte alone is no character in UTF-8: it is shown as what cannot be, as a terminal does.
  expect(restored()).toEqual(['stdout: é😀', 'stderr: plain', 'stdout: hello', 'stdout: hé', 'stdout: \ufffdbehind']);
});

it('joins a character that is written in two halves, and shows one that stays half before what follows', () => {
  const face = Buffer.from('😀');
  process.stdout.write(face.subarray(0, 2));
  process.stdout.write(face.subarray(2));
  process.stdout.write(face.subarray(0, 3));
  process.stderr.write('between');
  process.stdout.write('text');
  expect(restored()).toEqual(['stdout: 😀', 'stderr: between', 'stdout: \ufffdtext']);
});

it('calls back, wherever the function stands', async () => {
  await new Promise<void>((done) => void process.stdout.write('a', () => done()));
  await new Promise<void>((done) => void process.stdout.write('b', 'utf8', () => done()));
  expect(restored()).toEqual(['stdout: a', 'stdout: b']);
});
