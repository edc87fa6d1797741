type Write = typeof process.stdout.write;

/** Encodings whose text is what is written; others, such as `hex` and `base64`, are of bytes. */
const UTF8 = /^(utf-?8|utf-?16le|ucs-?2)$/i;

/**
 * Sends what is written to standard output and standard error, by whatever code, to `write` instead of the terminal.
 */
export function redirectOutput(write: (name: 'stdout' | 'stderr', text: string) => void): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const decoder = new TextDecoder();
    const textOf = (chunk: string | Uint8Array, encoding: unknown): string => {
      if (typeof chunk !== 'string') return decoder.decode(chunk, { stream: true });
      // Half a character that nothing came behind is shown as such, before what follows it.
      if (typeof encoding !== 'string' || UTF8.test(encoding)) return decoder.decode() + chunk;
      return decoder.decode(Buffer.from(chunk, encoding as BufferEncoding), { stream: true });
    };
    const redirected = (chunk: string | Uint8Array, second?: unknown, third?: unknown): boolean => {
      const text = textOf(chunk, second);
      if (text !== '') write(name, text);
      const done = typeof second === 'function' ? second : third;
      if (typeof done === 'function') process.nextTick(done as () => void);
      return true;
    };
    process[name].write = redirected as Write;
  }
}
