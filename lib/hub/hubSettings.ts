import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { UserError } from '../io/userError.js';

/** Where the hub and its cache are, as `huggingface_hub` reads it from the environment. */
export interface HubSettings {
  /** No slash at its end. */
  readonly endpoint: string;
  readonly cache: string;
  /** The cache alone is used. */
  readonly offline: boolean;
  /** For repositories that are not open to everyone. */
  readonly token?: string | undefined;
  /** The pause before a failed request is made again; it doubles each time. */
  readonly pauseMs: number;
  /** A server that says nothing for so long, before its answer or within it, is given up. */
  readonly silenceMs: number;
}

const TOKEN = /^[\x21-\x7e]+$/;

/** @throws UserError where it is no address, or one that holds a password: errors name it */
function checkedEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UserError(
      `HF_ENDPOINT is "${text}": an address such as https://huggingface.co was expected; correct it.`,
    );
  if (url.username !== '' || url.password !== '')
    throw new UserError('HF_ENDPOINT holds a name or password, which errors would print; set HF_TOKEN instead.');
  return text.replace(/\/{1,64}$/, '');
}

/**
 * @throws UserError, which does not print it, where it cannot be sent: a line break at its end comes from reading it
 *   from a file
 */
function checkedToken(text: string): string {
  if (TOKEN.test(text)) return text;
  throw new UserError('HF_TOKEN holds a blank, a line break or another character that no token has; set it without.');
}

/**
 * `HF_ENDPOINT`, `HF_HUB_CACHE` or `HF_HOME`, `HF_HUB_OFFLINE`, `HF_TOKEN`.
 * @throws UserError naming one that cannot be used
 */
export function hubSettings(environment: NodeJS.ProcessEnv = process.env): HubSettings {
  const { HF_ENDPOINT, HF_HUB_CACHE, HF_HOME, HF_HUB_OFFLINE, HF_TOKEN, XDG_CACHE_HOME } = environment;
  const home = HF_HOME || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'huggingface');
  return {
    endpoint: checkedEndpoint(HF_ENDPOINT || 'https://huggingface.co'),
    cache: resolve(HF_HUB_CACHE || join(home, 'hub')),
    offline: /^(1|true|yes|on)$/i.test(HF_HUB_OFFLINE ?? ''),
    token: HF_TOKEN ? checkedToken(HF_TOKEN) : undefined,
    pauseMs: 500,
    silenceMs: 30_000,
  };
}
