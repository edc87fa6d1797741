import { setTimeout as pause } from 'node:timers/promises';
import { Interrupted, interruptSignal } from '../io/interruption.js';
import { createReadingBudget } from '../io/readingBudget.js';
import { UserError } from '../io/userError.js';
import { shownName } from './shownName.js';
import type { HubSettings } from './hubSettings.js';

/** The hub cannot be reached, or goes on failing; what it was asked may be in the cache. */
export class HubUnreachable extends UserError {}

const ATTEMPTS = 4;

export interface HubRequest {
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  /** Redirects are the answer rather than the way to it. */
  readonly stopAtRedirect?: boolean;
}

/** The hub's answer, whose body is read as it comes. */
export interface HubAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body's parts. @throws Error where the connection breaks, or says nothing for too long */
  chunks(): AsyncGenerator<Uint8Array>;
}

/** Redirects on the way to one answer. */
const MOST_REDIRECTS = 5;

/** Why a request failed, without the token should an error quote its headers. */
function why(error: unknown, token: string | undefined): string {
  const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
  const text = cause?.code ?? cause?.message ?? message;
  return token === undefined ? text : text.replaceAll(token, '...');
}

/** Ends a request that its user stopped, or whose server is silent. */
function createWatch(silenceMs: number) {
  const stop = new AbortController();
  const interrupt = interruptSignal();
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: interrupt ? AbortSignal.any([interrupt, stop.signal]) : stop.signal,
    /** From now on the server has to say something. */
    listen() {
      clearTimeout(timer);
      timer = setTimeout(() => stop.abort(new Error(`it says nothing for ${silenceMs / 1000} seconds`)), silenceMs);
    },
    rest: () => clearTimeout(timer),
  };
}

/** One sentence for an answer that asking again does not change. */
function refusal(status: number, what: string, { endpoint }: HubSettings): UserError {
  if (status === 401 || status === 403)
    return new UserError(
      `${endpoint} does not give out ${what} (${status}): it is private, gated or does not exist; ` +
        `check the name, or accept its terms there and set HF_TOKEN.`,
    );
  if (status === 404) return new UserError(`${endpoint} has no ${what}; check the name and the revision.`);
  return new UserError(`${endpoint} answers ${status} for ${what}; try again later.`);
}

/** Where an answer sends us. @throws UserError for what is no web address, or leaves encryption */
function redirection(from: string, location: string, what: string): string {
  const url = URL.canParse(location, from) ? new URL(location, from) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && from.startsWith('http:'));
  if (!url || !isSafe)
    throw new UserError(
      `${new URL(from).origin} sends ${what} on to ${shownName(location)}, which is not followed; check HF_ENDPOINT.`,
    );
  return url.href;
}

/** One request, redirects followed; the token goes to the hub and nowhere else. */
async function ask(settings: HubSettings, path: string, what: string, request: HubRequest): Promise<HubAnswer> {
  const { endpoint, token, silenceMs } = settings;
  const { method = 'GET', headers = {}, stopAtRedirect = false } = request;
  const watch = createWatch(silenceMs);
  let url = `${endpoint}/${path}`;
  try {
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const isHub = new URL(url).origin === new URL(endpoint).origin;
      watch.listen();
      const response = await fetch(url, {
        method,
        // Uncompressed, so that lengths and ranges are the file's own.
        headers: {
          'accept-encoding': 'identity',
          ...(token && isHub ? { authorization: `Bearer ${token}` } : {}),
          ...headers,
        },
        redirect: 'manual',
        signal: watch.signal,
      });
      watch.rest();
      const location = response.headers.get('location');
      if (!stopAtRedirect && response.status >= 300 && response.status < 400 && location !== null) {
        void response.body?.cancel().catch(() => undefined);
        url = redirection(url, location, what);
        continue;
      }
      return { status: response.status, headers: response.headers, chunks: () => chunksOf(response, watch) };
    }
  } catch (error) {
    watch.rest();
    throw error;
  }
  throw new UserError(`${endpoint} sends ${what} on ${MOST_REDIRECTS} times and more; check HF_ENDPOINT.`);
}

async function* chunksOf({ body }: Response, watch: ReturnType<typeof createWatch>): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const { signal } = watch;
  const reader = body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  // fetch ends a body whose connection it holds; one that says it is packed and is not is left waiting for ever.
  const stopped = new Promise<never>((_, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  stopped.catch(() => undefined);
  try {
    for (;;) {
      watch.listen();
      const { done, value } = await Promise.race([reader.read(), stopped]);
      watch.rest();
      if (done) return;
      yield value;
    }
  } finally {
    watch.rest();
    void reader.cancel().catch(() => undefined);
  }
}

/**
 * Asks the hub; failures that may pass (no connection, silence, 429, 5xx) are tried again.
 * @param what is asked for, to name in errors
 * @throws HubUnreachable when they do not pass, UserError where the hub refuses, Interrupted
 */
export async function hubRequest(
  settings: HubSettings,
  path: string,
  what: string,
  request: HubRequest = {},
): Promise<HubAnswer> {
  const { endpoint, token, pauseMs } = settings;
  let failure = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await pause(pauseMs * 2 ** (attempt - 1));
    if (interruptSignal()?.aborted) throw new Interrupted();
    let answer: HubAnswer;
    try {
      answer = await ask(settings, path, what, request);
    } catch (error) {
      if (error instanceof UserError) throw error;
      failure = why(error, token);
      continue;
    }
    const { status } = answer;
    const isRedirect = status >= 300 && status < 400;
    if ((status >= 200 && status < 300) || status === 416 || (request.stopAtRedirect && isRedirect)) return answer;
    await answer.chunks().return(undefined);
    failure = String(status);
    if (status !== 429 && status < 500) throw refusal(status, what, settings);
  }
  throw new HubUnreachable(
    `${endpoint} cannot be asked for ${what} (${failure}, ${ATTEMPTS} times); try again later, ` +
      `set HF_ENDPOINT to a mirror, or give a folder or file.`,
  );
}

/**
 * A small answer of the hub whole, within the budget of one: it may come packed, without an end, or a byte at a time.
 * @throws UserError as `hubRequest`, or where it is too long or takes too long
 */
export async function hubText(settings: HubSettings, path: string, what: string): Promise<string> {
  const answer = await hubRequest(settings, path, what);
  const budget = createReadingBudget(`the answer of ${settings.endpoint} about ${what}`, 'answer');
  const parts: Uint8Array[] = [];
  try {
    for await (const chunk of answer.chunks()) {
      budget.takeBytes(chunk.length);
      budget.checkTime();
      parts.push(chunk);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (interruptSignal()?.aborted) throw new Interrupted();
    throw new HubUnreachable(
      `${settings.endpoint} breaks off its answer about ${what} (${why(error, settings.token)}); try again later.`,
    );
  }
  return Buffer.concat(parts).toString('utf8');
}
