#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { cacheDirectory } from '../io/projectPaths.js';
import { Interrupted } from '../io/interruption.js';
import { errorSentence, type ChosenPlace } from './errorSentence.js';
import { catchProcessEnd, processEnding } from './processEnd.js';
import { strictFlags } from './strictFlags.js';

/**
 * A verb's file is loaded when the verb is called: what one needs (TensorFlow, say) neither delays nor stops another.
 */
const VERBS: Record<string, () => Promise<(program: Command) => void>> = {
  classify: async () => (await import('./classify.js')).registerClassify,
  data: async () => (await import('./data.js')).registerData,
  doctor: async () => (await import('./doctor.js')).registerDoctor,
  embed: async () => (await import('./embed.js')).registerEmbed,
  figures: async () => (await import('./figures.js')).registerFigures,
  human: async () => (await import('./human.js')).registerHuman,
  kernel: async () => (await import('./kernel.js')).registerKernel,
  overlap: async () => (await import('./overlap.js')).registerOverlap,
  probe: async () => (await import('./evaluate.js')).registerProbe,
  run: async () => (await import('./run.js')).registerRun,
  setup: async () => (await import('./setup.js')).registerSetup,
  study: async () => (await import('./study.js')).registerStudy,
  train: async () => (await import('./train.js')).registerTrain,
  zeroshot: async () => (await import('./evaluate.js')).registerZeroShot,
};

let called: Command | undefined;
let complaint = '';
const program = new Command('cliplab')
  .description('CLIP, rebuilt and re-run end to end.')
  .exitOverride()
  .configureOutput({ outputError: (text) => (complaint = text) })
  .configureHelp({ minWidthToWrap: 20 })
  .hook('preAction', (_, action) => void (called = action));

/** The places that flags of the called command name. */
function chosenPlaces(): ChosenPlace[] {
  return (called?.options ?? []).flatMap((option) => {
    const { long } = option;
    const value: unknown = called?.getOptionValue(option.attributeName());
    if (!long || typeof value !== 'string') return [];
    const flag = value === cacheDirectory() ? `CLIPLAB_CACHE, or ${long}` : long;
    return [{ flag, path: value }];
  });
}

/** commander's words for a wrong command line, as one sentence of ours. */
function usageSentence(): string {
  const said = complaint
    .replace(/^error: /, '')
    .trim()
    .replace(/\.$/, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
  const verb = process.argv.slice(2).find((word) => word in VERBS);
  return `${said}; "cliplab ${verb ? `${verb} ` : ''}--help" says what there is.`;
}

/** Says what went wrong, on standard error and, where JSON was asked for, on standard output as well. */
function tell(sentence: string, error?: unknown): void {
  if (process.argv.includes('--json')) process.stdout.write(JSON.stringify({ ok: false, error: sentence }) + '\n');
  process.stderr.write(`cliplab: ${sentence}\n`);
  if (process.env['CLIPLAB_DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}

function tellFault(error: unknown): void {
  const ending = processEnding();
  if (ending === undefined) tell(errorSentence(error, chosenPlaces()), error);
  else if (ending.sentence) tell(ending.sentence);
  process.exit(ending?.code ?? 1);
}

catchProcessEnd(tellFault);
try {
  const word = process.argv[2] ?? '';
  const verb = Object.hasOwn(VERBS, word) ? VERBS[word] : undefined;
  for (const load of verb ? [verb] : Object.values(VERBS)) (await load())(program);
  strictFlags(program);
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Help that was asked for, or shown in place of a verb, has been written already.
    if (complaint) tell(usageSentence());
    process.exitCode = error.exitCode;
  } else if (error instanceof Interrupted || processEnding()) {
    const { code, sentence } = processEnding() ?? { code: 130, sentence: error instanceof Error ? error.message : '' };
    if (sentence) tell(sentence);
    process.exitCode = code;
  } else {
    tell(errorSentence(error, chosenPlaces()), error);
    process.exitCode = 1;
  }
}
