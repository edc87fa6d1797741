import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addAnswer, answersTo } from '../../../lib/apps/people/addAnswer.js';
import { type AnswersFile, answersText, noAnswers, readAnswers } from '../../../lib/apps/people/answersFile.js';
import { mergeAnswers } from '../../../lib/apps/people/mergeAnswers.js';
import { UserError } from '../../../lib/io/userError.js';

const ASKED = { task: 'faces', testSha256: 'a', questionsSha256: 'b' };
const folder = mkdtempSync(join(tmpdir(), 'cliplab answers '));
let files = 0;
const newPath = (): string => join(folder, `${++files}.json`);
const said = (image: string, answer: string | null = 'sad') => ({ shots: 0, image, answer, seconds: 1.5 });
const person = (name: string, ...images: string[]) => ({ name, answers: images.map((image) => said(image)) });
const file = (...people: AnswersFile['people']): AnswersFile => ({ ...noAnswers(ASKED), people });
function written(content: AnswersFile | string | Buffer): string {
  const path = newPath();
  writeFileSync(path, typeof content === 'object' && !Buffer.isBuffer(content) ? answersText(content) : content);
  return path;
}

describe('answers', () => {
  it('are kept as they are given: the first to an image stays', async () => {
    const path = newPath();
    await addAnswer(ASKED, path, ' Ada ', said('x'));
    await addAnswer(ASKED, path, 'ada', said('y', null));
    await addAnswer(ASKED, path, 'Bob', said('x', 'happy'));
    await addAnswer(ASKED, path, 'Ada', said('x', 'happy'));
    const { people } = (await readAnswers(path))!;
    expect(people).toEqual([
      { name: 'Ada', answers: [said('x'), said('y', null)] },
      { name: 'Bob', answers: [said('x', 'happy')] },
    ]);
    expect(readdirSync(folder).filter((name) => /lock|tmp/.test(name))).toEqual([]);
  });

  it('of several windows at once are all kept', async () => {
    const path = newPath();
    const given = Array.from({ length: 12 }, (_, k) => addAnswer(ASKED, path, `p${k % 3}`, said(`image ${k}`)));
    await Promise.all(given);
    const { people } = (await readAnswers(path))!;
    expect(people.map(({ answers }) => answers.length)).toEqual([4, 4, 4]);
  });

  it('of other questions are left alone', async () => {
    const path = written(file(person('Ada', 'x')));
    const before = readFileSync(path, 'utf8');
    await expect(addAnswer({ ...ASKED, task: 'flags' }, path, 'Ada', said('y'))).rejects.toThrow(
      'has answers to faces, and flags is asked about',
    );
    for (const other of [{ testSha256: 'c' }, { questionsSha256: 'c' }])
      await expect(answersTo({ ...ASKED, ...other }, path)).rejects.toThrow('other images of faces');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('that are nowhere yet are none', async () => {
    expect(await readAnswers(newPath())).toBeUndefined();
    expect((await answersTo(ASKED, newPath())).people).toEqual([]);
  });
});

describe('a damaged file', () => {
  const whole = file(person('Ada', 'x', 'y'));
  const DAMAGED: [what: string, content: unknown, sentence: RegExp][] = [
    ['cut off', answersText(whole).slice(0, 90), /is no JSON/],
    ['of bytes', Buffer.of(0, 255, 1), /is no JSON/],
    ['empty', '', /is no JSON/],
    ['a list', [], /its format is not/],
    ['null', null, /it is no object/],
    ['another format', { ...whole, format: 'x' }, /its format is not "cliplab answers 1"/],
    ['no task', { ...whole, task: undefined }, /does not say which questions/],
    ['no people', { ...whole, people: {} }, /no list of people/],
    ['no name', { ...whole, people: [{ answers: [] }] }, /person 1 has no name of 1 to 60 letters/],
    ['a long name', { ...whole, people: [person('x'.repeat(61))] }, /person 1 has no name/],
    ['no answers', { ...whole, people: [{ name: 'Ada' }] }, /person 1 has no list of answers/],
    ['a wrong answer', { ...whole, people: [{ name: 'Ada', answers: [said('x'), 7] }] }, /no sound answer 2/],
    ['no time', { ...whole, people: [{ name: 'A', answers: [{ ...said('x'), seconds: -1 }] }] }, /no sound answer 1/],
    ['an image twice', { ...whole, people: [person('Ada', 'x', 'x')] }, /answers twice to one image \(answer 2\)/],
    ['a name twice', { ...whole, people: [person('Ada'), person(' ADA')] }, /person 2 has the name of another/],
    ['too deep', '['.repeat(100), /nests 65 levels deep/],
  ];
  it.each(DAMAGED)('%s: is refused in one sentence, and left as it is', async (_, content, sentence) => {
    const text = typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
    const path = written(text);
    for (const attempt of [() => readAnswers(path), () => addAnswer(ASKED, path, 'Ada', said('z'))]) {
      const error: unknown = await attempt().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(UserError);
      expect((error as Error).message).toMatch(sentence);
      expect((error as Error).message).toMatch(/^[^\n]+[.]$/);
    }
    expect(readFileSync(path)).toEqual(Buffer.from(text));
  });

  it('whatever of it is changed, is read or refused by a UserError', async () => {
    const text = answersText(whole);
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length), fc.nat(text.length), fc.string(), async (from, to, put) => {
        const path = written(text.slice(0, from) + put + text.slice(to));
        await readAnswers(path).catch((error: unknown) => expect(error).toBeInstanceOf(UserError));
      }),
      { numRuns: 100 },
    );
  });
});

describe('merging', () => {
  it('puts people of all files one behind the other, whatever their number', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { minLength: 2, maxLength: 5 }), async (sizes) => {
        const parts = sizes.map((size, f) =>
          file(...Array.from({ length: size }, (_, k) => person(`p${f}-${k}`, `image ${k}`))),
        );
        const merged = await mergeAnswers(parts.map(written));
        expect(merged).toEqual(file(...parts.flatMap(({ people }) => people)));
      }),
      { numRuns: 20 },
    );
  });

  it('refuses what does not belong together', async () => {
    const [ada, bob] = [written(file(person('Ada', 'x'))), written(file(person('Bob', 'x')))];
    const merging = (...paths: string[]): Promise<unknown> => mergeAnswers(paths);
    await expect(merging(ada)).rejects.toThrow('two files of answers or more are joined, found 1');
    await expect(merging(ada, join(folder, 'none.json'))).rejects.toThrow('none.json is missing');
    await expect(merging(ada, folder)).rejects.toThrow('is a folder, where a file was expected');
    await expect(merging(ada, bob, written(file(person(' ada '))))).rejects.toThrow(
      /" ada " is in .* and in .*: leave/,
    );
    await expect(merging(ada, ada)).rejects.toThrow('"Ada" is in');
    await expect(merging(ada, written({ ...file(), task: 'flags' }))).rejects.toThrow('answers to flags, and');
    for (const other of [{ testSha256: 'c' }, { questionsSha256: 'c' }])
      await expect(merging(ada, written({ ...file(), ...other }))).rejects.toThrow('other images of faces than');
    await expect(merging(ada, written('{'))).rejects.toThrow(UserError);
  });
});
