import { createRequire } from 'node:module';

interface CaptureStderr {
  begin(): void;
  end(): string;
}

/** TensorFlow's informational log lines, and the notice that comes with any line written before its log is set up. */
const GREETING = /^(I\d{4} \d\d:\d\d|WARNING: All log messages before absl::InitializeLog\(\))/;

/** What is left of TensorFlow's words on standard error without its greeting: warnings and errors. */
export function dropGreeting(text: string): string {
  return text
    .split(/(?<=\n)/)
    .filter((line) => !GREETING.test(line))
    .join('');
}

/**
 * The set-up's small addon (native/capture_stderr.cc); undefined where it was not compiled, which costs only quietness.
 */
function captureStderr(require: NodeJS.Require): CaptureStderr | undefined {
  try {
    const home = require.resolve('@tensorflow/tfjs-node-gpu/package.json');
    return require(home.replace(/package\.json$/, 'lib/napi-v8/capture_stderr.node')) as CaptureStderr;
  } catch {
    return undefined;
  }
}

/**
 * Runs `load` and keeps TensorFlow's greeting off standard error; warnings and errors are passed on, also when it
 * throws or dies. `TF_CPP_MIN_LOG_LEVEL` 0 or 1 shows everything.
 */
export function withoutGreeting<T>(load: () => T): T {
  const level = process.env['TF_CPP_MIN_LOG_LEVEL'];
  const capture = level === '0' || level === '1' ? undefined : captureStderr(createRequire(import.meta.url));
  capture?.begin();
  try {
    return load();
  } finally {
    const words = dropGreeting(capture?.end() ?? '');
    if (words) process.stderr.write(words);
  }
}
