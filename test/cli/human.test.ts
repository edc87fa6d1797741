import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AnswersFile, answersText, noAnswers } from '../../lib/apps/people/answersFile.js';
import { registerHuman } from '../../lib/cli/human.js';
import { cli } from './cliProcess.js';
import { commandLine } from './commandLine.js';

const line = commandLine(registerHuman);
const merge = (...args: string[]): Promise<unknown> => line.run('human', 'merge', ...args);

const folder = mkdtempSync(join(tmpdir(), 'cliplab merge '));
const at = (name: string): string => join(folder, name);
function written(name: string, ...people: string[]): string {
  const answers = [{ shots: 0, image: 'x', answer: 'sad', seconds: 2 }];
  const file = noAnswers({ task: 'faces', testSha256: 'a', questionsSha256: 'b' });
  writeFileSync(at(name), answersText({ ...file, people: people.map((own) => ({ name: own, answers })) }));
  return at(name);
}
const peopleIn = (text: string): string[] => (JSON.parse(text) as AnswersFile).people.map(({ name }) => name);

describe('cliplab human merge', () => {
  it('prints what several people answered as one file, or writes it', async () => {
    const [ada, bob] = [written('a.json', 'Ada'), written('b.json', 'Bob', 'Cleo')];
    await merge(ada, bob);
    expect(peopleIn(line.printed)).toEqual(['Ada', 'Bob', 'Cleo']);
    line.printed = '';
    await merge(ada, bob, '--out', at('all.json'));
    expect(line.printed).toBe('');
    expect(peopleIn(readFileSync(at('all.json'), 'utf8'))).toEqual(['Ada', 'Bob', 'Cleo']);
    // What was joined takes another person, in place.
    await merge(at('all.json'), written('c.json', 'Dan'), '--out', at('all.json'));
    expect(peopleIn(readFileSync(at('all.json'), 'utf8'))).toEqual(['Ada', 'Bob', 'Cleo', 'Dan']);
  });

  it('writes over nobody, and over no other file', async () => {
    const [ada, bob, out] = [written('a.json', 'Ada'), written('b.json', 'Bob'), written('eve.json', 'Eve')];
    const before = readFileSync(out, 'utf8');
    await expect(merge(ada, bob, '--out', out)).rejects.toThrow('has answers of "Eve" that are not among those');
    expect(readFileSync(out, 'utf8')).toBe(before);
    writeFileSync(at('notes.txt'), 'my notes');
    await expect(merge(ada, bob, '--out', at('notes.txt'))).rejects.toThrow('is no earlier result of this command');
    await expect(merge(ada, bob, '--out', folder)).rejects.toThrow('a folder of that name is there');
  });

  it('says in one sentence what does not fit, as a process', async () => {
    const ada = written('a.json', 'Ada');
    writeFileSync(at('cut.json'), readFileSync(ada, 'utf8').slice(0, 100));
    for (const [args, sentence] of [
      [
        [ada, ada],
        /^cliplab: "Ada" is in .*a\.json and in .*a\.json: leave one of them out, or change the name in one\.$/,
      ],
      [[ada, at('cut.json')], /^cliplab: .*cut\.json is no JSON \(.*\); fetch or save it again\.$/],
      [[ada], /^cliplab: two files of answers or more are joined, found 1; give them all, e\.g\. "a\.json b\.json"\.$/],
    ] as const) {
      const ended = await cli(['human', 'merge', ...args]);
      expect([ended.code, ended.stdout]).toEqual([1, '']);
      expect(ended.stderr.trimEnd()).toMatch(sentence);
    }
  });
});
