type Write = typeof process.stdout.write;

/**
 * Sends what is written to standard output and standard error, by whatever code, to `write` instead of the terminal.
 */
export function redirectOutput(write: (name: 'stdout' | 'stderr', text: string) => void): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const decoder = new TextDecoder();
    const redirected = (chunk: string | Uint8Array, second?: unknown, third?: unknown): boolean => {
      write(name, typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }));
      const done = typeof second === 'function' ? second : third;
      if (typeof done === 'function') process.nextTick(done as () => void);
      return true;
    };
    process[name].write = redirected as Write;
  }
}
