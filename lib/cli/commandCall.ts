import { Command, CommanderError } from 'commander';
import { Interrupted } from '../io/interruption.js';
import { cacheDirectory } from '../io/projectPaths.js';
import { type ChosenPlace, errorSentence } from './errorSentence.js';
import { processEnding } from './processEnd.js';
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

/** One call of the command line, from its words to its exit code. */
export class CommandCall {
  readonly #words: readonly string[];
  readonly #program: Command;
  #called: Command | undefined;
  #complaint = '';

  constructor(words: readonly string[]) {
    this.#words = words;
    this.#program = new Command('cliplab')
      .description('CLIP, rebuilt and re-run end to end.')
      .exitOverride()
      .configureOutput({ outputError: (text) => (this.#complaint = text) })
      .configureHelp({ minWidthToWrap: 20 })
      .hook('preAction', (_, action) => void (this.#called = action));
  }

  /**
   * Does what the words say, and tells what is wrong with them or with it.
   * @returns the exit code
   */
  async run(): Promise<number> {
    const [word = ''] = this.#words;
    const verb = Object.hasOwn(VERBS, word) ? VERBS[word] : undefined;
    try {
      for (const load of verb ? [verb] : Object.values(VERBS)) (await load())(this.#program);
      strictFlags(this.#program);
      await this.#program.parseAsync(this.#words, { from: 'user' });
      return Number(process.exitCode ?? 0); // a verb may have set it
    } catch (error) {
      if (error instanceof CommanderError) {
        // Help that was asked for, or shown in place of a verb, has been written already.
        if (this.#complaint) this.#tell(this.#usageSentence());
        return error.exitCode;
      }
      if (error instanceof Interrupted && !processEnding()) {
        if (error.message) this.#tell(error.message);
        return 130;
      }
      return this.tellFault(error);
    }
  }

  /**
   * Tells of what went wrong, or why the process is told to end.
   * @returns the exit code
   */
  tellFault(error: unknown): number {
    const ending = processEnding();
    if (ending === undefined) this.#tell(errorSentence(error, this.#chosenPlaces()), error);
    else if (ending.sentence) this.#tell(ending.sentence);
    return ending?.code ?? 1;
  }

  /** On standard error and, where JSON was asked for, on standard output as well. */
  #tell(sentence: string, error?: unknown): void {
    if (this.#words.includes('--json')) process.stdout.write(JSON.stringify({ ok: false, error: sentence }) + '\n');
    process.stderr.write(`cliplab: ${sentence}\n`);
    if (process.env['CLIPLAB_DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  }

  /** The places that flags of the called command name. */
  #chosenPlaces(): ChosenPlace[] {
    const called = this.#called;
    return (called?.options ?? []).flatMap((option) => {
      const { long } = option;
      const value: unknown = called?.getOptionValue(option.attributeName());
      if (!long || typeof value !== 'string') return [];
      const flag = value === cacheDirectory() ? `CLIPLAB_CACHE, or ${long}` : long;
      return [{ flag, path: value }];
    });
  }

  /** commander's words for a wrong command line, as one sentence of ours. */
  #usageSentence(): string {
    const said = this.#complaint
      .replace(/^error: /, '')
      .trim()
      .replace(/\.$/, '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join(' ');
    const verb = this.#words.find((word) => word in VERBS);
    return `${said}; "cliplab ${verb ? `${verb} ` : ''}--help" says what there is.`;
  }
}
