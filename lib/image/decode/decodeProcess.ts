import sharp from 'sharp';
import type { DecodeAnswer, DecodeRequest } from './decodeApart.js';
import { decodeGeneral } from './decodeGeneral.js';

/** The process of `decodeApart`: gets files, gives images, and ends itself where one takes too much memory. */
sharp.concurrency(1);
sharp.cache(false);

const LOOK_EVERY_MS = 20;

async function answer({ format, bytes, ...options }: DecodeRequest): Promise<DecodeAnswer> {
  try {
    return { image: await decodeGeneral(format, bytes, options) };
  } catch (error) {
    return { fault: (error as Error).message, isCut: error instanceof RangeError };
  }
}

process.on('disconnect', () => process.exit());
// A terminal's Ctrl-C goes to all processes; the parent says what becomes of it.
process.on('SIGINT', () => undefined);
process.on('message', (request: DecodeRequest) => {
  const guard = setInterval(() => {
    if (process.memoryUsage.rss() > request.memoryBytes) process.kill(process.pid, 'SIGKILL');
  }, LOOK_EVERY_MS);
  void answer(request).then((reply) => {
    clearInterval(guard);
    process.send?.(reply);
  });
});
