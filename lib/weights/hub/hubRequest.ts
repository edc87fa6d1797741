import { setTimeout as pause } from 'node:timers/promises';
import { Interrupted, interruptSignal } from '../../io/interruption.js';
import { UserError } from '../../io/userError.js';
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

function why(error: unknown): string {
  const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
  return cause?.code ?? cause?.message ?? message;
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

/**
 * Asks the hub; failures that may pass (no connection, 429, 5xx) are tried again.
 * @param what is asked for, to name in errors
 * @throws HubUnreachable when they do not pass, UserError where the hub refuses, Interrupted
 */
export async function hubRequest(
  settings: HubSettings,
  path: string,
  what: string,
  { method = 'GET', headers = {}, stopAtRedirect = false }: HubRequest = {},
): Promise<Response> {
  const { endpoint, token, pauseMs } = settings;
  const signal = interruptSignal() ?? null;
  const init: RequestInit = {
    method,
    // Uncompressed, so that lengths and ranges are the file's own.
    headers: { 'accept-encoding': 'identity', ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
    redirect: stopAtRedirect ? 'manual' : 'follow',
    signal,
  };
  let failure = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await pause(pauseMs * 2 ** (attempt - 1));
    if (signal?.aborted) throw new Interrupted();
    let response: Response;
    try {
      response = await fetch(`${endpoint}/${path}`, init);
    } catch (error) {
      failure = why(error);
      continue;
    }
    if (response.ok || response.status === 416 || (stopAtRedirect && response.status >= 300 && response.status < 400))
      return response;
    await response.body?.cancel();
    failure = String(response.status);
    if (response.status !== 429 && response.status < 500) throw refusal(response.status, what, settings);
  }
  throw new HubUnreachable(
    `${endpoint} cannot be asked for ${what} (${failure}, ${ATTEMPTS} times); try again later, ` +
      `set HF_ENDPOINT to a mirror, or give a folder or file.`,
  );
}
