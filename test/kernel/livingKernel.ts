import { afterAll, beforeAll, expect } from 'vitest';
import { KernelClient } from './kernelClient.js';

/** The real kernel, one for all tests of a file: whatever a cell or a front end does to it, it answers and lives. */
export function livingKernel(): { readonly kernel: KernelClient; lives(): Promise<void> } {
  let started: KernelClient | undefined;
  beforeAll(async () => {
    started = await KernelClient.start();
  });
  afterAll(() => started?.close());
  return {
    get kernel() {
      return started!;
    },
    async lives() {
      expect(started!.textOf(await started!.execute('6 * 7'))).toBe('42');
    },
  };
}
