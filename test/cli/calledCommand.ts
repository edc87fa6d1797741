import { vi } from 'vitest';
import { CommandCall } from '../../lib/cli/commandCall.js';
import type { Ended } from './cliProcess.js';

/** What a command line comes to in this process: as `cli`, without the start of another Node. */
export async function calledCommand(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    vi.spyOn(process[name], 'write').mockImplementation((text) => ((texts[name] += String(text)), true));
  for (const [name, value] of Object.entries({ CLIPLAB_DEBUG: '', ...env })) vi.stubEnv(name, value);
  try {
    return { code: await new CommandCall(args).run(), ...texts };
  } finally {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  }
}
