import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { from } from 'arquero';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { registerRun } from '../../lib/cli/run.js';
import type { Experiment, ExperimentOptions } from '../../lib/experiments/experiment.js';
import { EXPERIMENTS } from '../../lib/experiments/experiments.js';
import { NO_JOURNAL } from '../../lib/experiments/journal.js';
import { zeroShotExperiment, type ZeroShotRow } from '../../lib/experiments/zeroShot.js';
import { csvText } from '../../lib/io/csvText.js';
import { CLI, cli, folder } from './cliProcess.js';
import { commandLine } from './commandLine.js';

const line = commandLine(registerRun);
const { run } = line;
const MODEL = 'zoo-rn-8';

/** What the experiment below was asked for. */
let asked: ExperimentOptions[] = [];
/** Parts that it measured. */
let measured: string[] = [];
let failsAt: string | undefined;
/** What happens when the last part is measured. */
let atEnd: () => Promise<unknown> = () => Promise.resolve();

/** An experiment that heeds every option: two parts, each a row of what it was asked for. */
const COUNTS: Experiment = {
  name: 'counts',
  summary: 'what it is asked for',
  source: 'none',
  heeds: ['models', 'tasks', 'shots', 'seeds'],
  async run({ journal = NO_JOURNAL, ...options }) {
    asked.push(options);
    const rows: object[] = [];
    for (const task of options.tasks ?? ['a', 'b']) {
      const part = await journal.rowsOf(task, () => {
        if (task === failsAt) return Promise.reject(new Error('power cut'));
        measured.push(task);
        return Promise.resolve([{ task, shots: options.shots?.join(' ') ?? null }]);
      });
      rows.push(...part);
    }
    await atEnd();
    return from(rows);
  },
};

/** Runs with `COUNTS` among the experiments. */
async function withCounts(...args: string[]): Promise<unknown> {
  const registered = EXPERIMENTS as Experiment[];
  registered.push(COUNTS);
  return run('run', 'counts', ...args).finally(() => registered.splice(registered.indexOf(COUNTS), 1));
}
afterEach(() => {
  asked = [];
  measured = [];
  failsAt = undefined;
  atEnd = () => Promise.resolve();
});

it('measures what is named twice once', async () => {
  await withCounts('--data', 'a, b,a', '--model', `${MODEL},${MODEL}`);
  expect(asked).toMatchObject([{ tasks: ['a', 'b'], models: [MODEL] }]);
  const measure = async (models: string[]): Promise<object[]> =>
    (await zeroShotExperiment({ models, tasks: ['clocks'], methods: ['zero-shot'] })).objects();
  expect(await measure([MODEL, MODEL])).toEqual(await measure([MODEL]));
});

it('prints, writes and tells as JSON what the experiment returns', async () => {
  const tasks = ['clocks', 'weather'];
  const expected = (await zeroShotExperiment({ models: [MODEL], tasks })).objects() as ZeroShotRow[];
  const given = ['zero-shot', '--model', MODEL, '--data', 'clocks, weather'];
  await run('run', ...given, '--json');
  expect(JSON.parse(line.printed)).toEqual({ experiment: 'zero-shot', rows: expected });

  const csv = join(line.cache, 'new', 'out.csv');
  line.printed = '';
  await run('run', ...given, '--csv', csv);
  expect(line.printed).toBe(`4 measurements: ${csv}\n`);
  expect(await readFile(csv, 'utf8')).toBe(csvText(expected));

  line.printed = '';
  await run('run', ...given, '--csv', csv, '--json'); // an earlier result is written anew
  expect(JSON.parse(line.printed)).toEqual({ experiment: 'zero-shot', rows: expected });
  expect(await readFile(csv, 'utf8')).toBe(csvText(expected));

  line.printed = '';
  await run('run', ...given);
  const [head, ...rows] = line.printed.trimEnd().split('\n');
  expect(head).toMatch(/^task +title +model +method +metric +shots/);
  expect(rows).toHaveLength(4);
  expect(rows[0]).toContain(expected[0]!.value.toPrecision(4));
  expect(await readdir(join(line.cache, 'experiments'))).toEqual([]); // nothing is left of what is complete
});

it('hands over the lists that are given, and no others', async () => {
  await withCounts('--json');
  await withCounts('--model', 'ViT-B/32,mini-rn', '--data', 'Food101', '--shots', '1, 2,16', '--seeds', '3', '--json');
  expect(asked).toEqual([{}, { models: ['ViT-B/32', 'mini-rn'], tasks: ['Food101'], shots: [1, 2, 16], seeds: [3] }]);
});

it('goes on after the parts that an earlier run of the same options had', async () => {
  failsAt = 'b';
  await expect(withCounts('--shots', '2')).rejects.toThrow('power cut');
  failsAt = undefined;
  line.printed = '';
  await withCounts('--shots', '4', '--json'); // other options: nothing of it
  expect(measured).toEqual(['a', 'a', 'b']);
  line.printed = '';
  const told: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
  await withCounts('--shots', '2', '--json');
  expect(measured).toEqual(['a', 'a', 'b', 'b']);
  expect(told.join('')).toMatch(/^counts 2 parts, .* s\n$/m);
  expect(JSON.parse(line.printed)).toEqual({
    experiment: 'counts',
    rows: ['a', 'b'].map((task) => ({ task, shots: '2' })),
  });
  await withCounts('--shots', '2'); // complete: from the beginning
  expect(measured.slice(4)).toEqual(['a', 'b']);
});

it('keeps what it measured until it is written', async () => {
  const csv = join(line.cache, 'taken.csv');
  atEnd = () => mkdir(csv);
  await expect(withCounts('--seeds', '7', '--csv', csv)).rejects.toThrow('taken.csv');
  atEnd = () => Promise.resolve();
  await withCounts('--seeds', '7', '--json'); // where it is written to is no option of the experiment
  expect(measured).toEqual(['a', 'b']);
  await withCounts('--seeds', '7', '--json');
  expect(measured).toEqual(['a', 'b', 'a', 'b']);
});

describe('what is wrong is said in a sentence, before anything is measured', () => {
  const LISTS: [string[], string][] = [
    [['--model', 'a,,b'], '--model a,,b has an empty name: separate names by single commas.'],
    [['--data', ','], '--data , has an empty name: separate names by single commas.'],
    [['--data', 'flags,'], '--data flags, has an empty name: separate names by single commas.'],
    ...['0', '-1', '1.5', '1,two', '0x10', '1e99', 'NaN'].map((list): [string[], string] => [
      ['--shots', list],
      `--shots ${list} is not a list of positive whole numbers, such as 1,2,4.`,
    ]),
    [['--seeds', '1,,2'], '--seeds 1,,2 has an empty name: separate names by single commas.'],
    [['--seeds', '1 2'], '--seeds 1 2 is not a list of positive whole numbers, such as 1,2,4.'],
  ];
  it.each(LISTS)('%j', async (flags, sentence) => {
    await expect(withCounts(...flags)).rejects.toThrow(sentence);
    expect(asked).toEqual([]);
  });

  it('an experiment that is none', async () => {
    const names = EXPERIMENTS.map(({ name }) => name).join(', ');
    await expect(run('run', 'few-shoot')).rejects.toThrow(`there is no experiment few-shoot: give one of ${names}.`);
    await expect(run('run')).rejects.toThrow("missing required argument 'experiment'");
  });

  const FLAGS = { models: 'model', tasks: 'data', shots: 'shots', seeds: 'seeds' } as const;
  const unheeded = EXPERIMENTS.flatMap(({ name, heeds }) =>
    (Object.keys(FLAGS) as (keyof typeof FLAGS)[])
      .filter((option) => !heeds.includes(option))
      .map((option) => [name, FLAGS[option]]),
  );
  it.each(unheeded)('%s, which does not heed --%s', async (name, flag) => {
    const sentence = `the experiment ${name} has no --${flag}: leave it out.`;
    await expect(run('run', name!, `--${flag}`, '1')).rejects.toThrow(sentence);
  });

  it('a place that cannot be written, or that holds something else', async () => {
    const notes = join(line.cache, 'notes.csv');
    await writeFile(notes, 'my notes\n');
    await expect(withCounts('--csv', notes)).rejects.toThrow(
      `${notes} is there and is no earlier result of this command: give --csv another name, or remove it.`,
    );
    await expect(withCounts('--csv', line.cache)).rejects.toThrow('a folder of that name is there');
    await expect(withCounts('--csv', join(notes, 'out.csv'))).rejects.toThrow(/part of its path is not a folder/);
    expect(await readFile(notes, 'utf8')).toBe('my notes\n');
    expect(asked).toEqual([]);
  });

  it('a model and a dataset that are not there', async () => {
    await expect(run('run', 'zero-shot', '--model', 'none-such')).rejects.toThrow(/none-such/);
    await expect(run('run', 'zero-shot', '--model', MODEL, '--data', 'clock')).rejects.toThrow(
      'there is no dataset clock',
    );
  });
});

describe('a run that was ended in the middle', () => {
  const ARGS = ['run', 'zero-shot', '--model', MODEL, '--data', 'clocks,digits', '--json'];

  /** Starts it and ends it by `signal` once the first part is kept. @returns its exit code and the journal's path */
  async function endedBy(signal: NodeJS.Signals, cache: string): Promise<{ code: number | null; path: string }> {
    const env = { ...process.env, CLIPLAB_CACHE: cache };
    const child = spawn(process.execPath, [CLI, ...ARGS], { env, stdio: 'ignore' });
    const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
    const journals = join(cache, 'experiments');
    for (;;) {
      const [name] = existsSync(journals) ? await readdir(journals) : [];
      const kept = name === undefined ? '' : await readFile(join(journals, name), 'utf8');
      if (kept.endsWith(']\n')) {
        child.kill(signal);
        return { code: await closed, path: join(journals, name!) };
      }
      if (child.exitCode !== null) throw new Error(`it ended before, with ${child.exitCode}`);
      await pause(5);
    }
  }

  it.each(['SIGKILL', 'SIGINT'] as const)('by %s goes on from there', async (signal) => {
    const cache = folder();
    const { code, path } = await endedBy(signal, cache);
    expect(code).toBe(signal === 'SIGINT' ? 130 : null);
    const kept = await readFile(path, 'utf8');
    expect(kept).toContain('"title":"Clock faces"');
    await writeFile(path, kept.replaceAll('"title":"Clock faces"', '"title":"Clocks, kept"'));

    const again = await cli(ARGS, { env: { CLIPLAB_CACHE: cache } });
    expect(again.code).toBe(0);
    const { rows } = JSON.parse(again.stdout) as { rows: ZeroShotRow[] };
    expect(rows.map(({ title }) => title)).toEqual([
      'Clocks, kept',
      'Clocks, kept',
      'Handwritten digits',
      'Handwritten digits',
    ]);
    expect(existsSync(path)).toBe(false);
  });
});
