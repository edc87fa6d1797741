import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

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
}

/** `HF_ENDPOINT`, `HF_HUB_CACHE` or `HF_HOME`, `HF_HUB_OFFLINE`, `HF_TOKEN`. */
export function hubSettings(environment: NodeJS.ProcessEnv = process.env): HubSettings {
  const { HF_ENDPOINT, HF_HUB_CACHE, HF_HOME, HF_HUB_OFFLINE, HF_TOKEN, XDG_CACHE_HOME } = environment;
  const home = HF_HOME || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'huggingface');
  return {
    endpoint: (HF_ENDPOINT || 'https://huggingface.co').replace(/(?<!\/)\/+$/, ''),
    cache: resolve(HF_HUB_CACHE || join(home, 'hub')),
    offline: /^(1|true|yes|on)$/i.test(HF_HUB_OFFLINE ?? ''),
    token: HF_TOKEN || undefined,
    pauseMs: 500,
  };
}
