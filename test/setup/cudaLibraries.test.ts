import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cudaLibraries } from '../../lib/setup/cudaLibraries.mjs';
import { emptyCheckout } from '../scripts/sandbox.js';

it("NVIDIA's libraries are fetched by the hashes of their wheels, every one of them", async () => {
  const asked: string[][] = [];
  const exec = (_program: string, args: readonly string[]): Promise<void> => {
    asked.push([...args]);
    mkdirSync(join(args[args.indexOf('--target') + 1]!, 'nvidia'));
    return Promise.resolve();
  };
  const step = cudaLibraries(emptyCheckout());
  await step.run({ exec, showing: () => undefined } as unknown as Parameters<typeof step.run>[0]);
  expect(step.missing()).toBeUndefined();
  const args = asked[0]!;
  expect(args).toContain('--require-hashes');
  const requirements = readFileSync(args[args.indexOf('--requirement') + 1]!, 'utf8');
  const entries = requirements
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll('\\\n', '')
    .trim()
    .split('\n');
  expect(entries).toHaveLength(12);
  for (const entry of entries) expect(entry).toMatch(/^nvidia-[a-z0-9-]+==[0-9.]+ +--hash=sha256:[0-9a-f]{64}$/);
});
