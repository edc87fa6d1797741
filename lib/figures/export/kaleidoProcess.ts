import { wellFormedJson } from '../../io/wellFormedJson.js';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { sitePackage } from '../../io/virtualEnvironment.js';
import { notebookSetupCommand } from '../../io/setupCommand.js';
import { UserError } from '../../io/userError.js';
import { plotlyScriptPath } from './plotlyScript.js';

/** What kaleido answers, one JSON object a line. */
interface KaleidoReply {
  readonly code: number;
  readonly message: string | null;
  readonly result: string | null;
}

interface Waiting {
  resolve(reply: KaleidoReply): void;
  reject(error: Error): void;
}

/** An answer takes less than a second where all is well, and the first one, with the start, a few. */
export const ANSWER_SECONDS = 60;
/** A process that is told to end is ended after so long. */
const ENDING_MS = 2_000;

/**
 * Thrown when the process ends with a request open, does not answer in time, or answers with something else; the
 * request may be tried again in a new process.
 */
export class KaleidoCrash extends Error {
  override readonly name = 'KaleidoCrash';
}

/**
 * What its start script does, without the script: that one splits paths at spaces, and stands between us and the
 * process.
 * @throws UserError when set-up has not installed kaleido.
 */
function kaleidoCommand(): { path: string; cwd: string; env: NodeJS.ProcessEnv } {
  const windows = process.platform === 'win32';
  const path = sitePackage('kaleido', 'executable', 'bin', windows ? 'kaleido.exe' : 'kaleido');
  if (!path)
    throw new UserError(`Images of figures need kaleido, which is not there: run "${notebookSetupCommand()}".`);
  const cwd = dirname(dirname(path));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    LD_LIBRARY_PATH: [join(cwd, 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter),
    FONTCONFIG_PATH: join(cwd, 'etc', 'fonts'),
    XDG_DATA_HOME: join(cwd, 'xdg'),
  };
  delete env['LD_PRELOAD'];
  return { path, cwd, env };
}

/**
 * The kaleido 0.2.1 executable, a headless browser with plotly.js inside, that turns figures into images: a JSON object
 * a line in, one out, in order. Requests are answered one at a time. The process does not keep Node alive, and ends
 * with it. One that hangs is ended.
 */
export class KaleidoProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  readonly #answerSeconds: number;
  #limit: NodeJS.Timeout | undefined;
  #ended: KaleidoCrash | undefined;

  /**
   * @param answerSeconds how long one answer may take
   * @throws UserError when set-up has not installed kaleido.
   */
  constructor(answerSeconds = ANSWER_SECONDS) {
    this.#answerSeconds = answerSeconds;
    const { path, cwd, env } = kaleidoCommand();
    const child = spawn(
      path,
      [
        'plotly',
        // As a URL: of a path it understands ASCII alone.
        `--plotlyjs=${pathToFileURL(plotlyScriptPath()).href}`,
        '--disable-gpu',
        '--allow-file-access-from-files',
        '--disable-breakpad',
        '--disable-dev-shm-usage',
        // Chromium refuses to run its sandbox as root, which is who runs in most containers.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
      { stdio: 'pipe', cwd, env },
    );
    this.#child = child;
    child.stderr.resume(); // Chromium's chatter
    this.#waiting.push({ resolve: () => undefined, reject: () => undefined }); // its first line says that it started
    createInterface({ input: child.stdout }).on('line', (line) => {
      const reply = parseReply(line);
      if (!reply) return this.#kill(`answered "${line.slice(0, 60)}", which is no answer`);
      this.#waiting.shift()?.resolve(reply);
      this.#startLimit();
      this.#keepNodeAlive(this.#waiting.length > 0);
    });
    child.stdin.on('error', () => undefined); // a broken pipe is reported by `close`
    child.on('error', (error) => this.#end(error.message));
    child.on('close', (code, signal) => this.#end(`ended with ${signal ?? `exit code ${code}`}`));
    this.#keepNodeAlive(false);
  }

  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /**
   * Sends one request and waits for its answer.
   * @throws KaleidoCrash when the process ends first, or does not answer in time.
   */
  request(body: object): Promise<KaleidoReply> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      this.#waiting.push({ resolve, reject });
      if (!this.#limit) this.#startLimit();
      this.#keepNodeAlive(true);
      this.#child.stdin.write(wellFormedJson(body) + '\n');
    });
  }

  /** Its input closed, the process ends by itself. */
  close(): void {
    this.#child.stdin.end();
    setTimeout(() => this.#child.kill('SIGKILL'), ENDING_MS).unref();
  }

  /** The time that the next answer may take begins anew, where one is waited for; the start alone is nobody's wait. */
  #startLimit(): void {
    clearTimeout(this.#limit);
    this.#limit = undefined;
    if (this.#ended || this.#waiting.length === 0) return;
    this.#limit = setTimeout(
      () => this.#kill(`gave no answer within ${this.#answerSeconds} s`),
      1000 * this.#answerSeconds,
    );
  }

  #kill(why: string): void {
    this.#child.kill('SIGKILL');
    this.#end(why);
  }

  #end(how: string): void {
    clearTimeout(this.#limit);
    this.#ended ??= new KaleidoCrash(`kaleido ${how}`);
    for (const waiting of this.#waiting.splice(0)) waiting.reject(this.#ended);
    this.#keepNodeAlive(false);
  }

  #keepNodeAlive(alive: boolean): void {
    const handles = [this.#child, this.#child.stdin, this.#child.stdout, this.#child.stderr] as unknown as {
      ref?(): void;
      unref?(): void;
    }[];
    for (const handle of handles) {
      if (alive) handle.ref?.();
      else handle.unref?.();
    }
  }
}

function parseReply(line: string): KaleidoReply | undefined {
  try {
    const reply = JSON.parse(line) as Partial<KaleidoReply> | null;
    return typeof reply?.code === 'number' ? (reply as KaleidoReply) : undefined;
  } catch {
    return undefined;
  }
}
