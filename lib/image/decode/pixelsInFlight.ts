/** Files that claim more pixels are refused from their header, before memory is asked for (Pillow's limit). */
export const MAX_PIXELS = 178_956_970;

const waiting: { readonly pixels: number; readonly start: () => void }[] = [];
let inFlight = 0;

/**
 * Runs a task that holds an image of so many pixels in memory, when there is room for it: all that run together hold no
 * more than the largest single image may. First come, first served.
 */
export async function withPixels<T>(count: number, task: () => T | Promise<T>): Promise<T> {
  const pixels = Math.min(count, MAX_PIXELS);
  if (waiting.length > 0 || inFlight + pixels > MAX_PIXELS)
    await new Promise<void>((start) => waiting.push({ pixels, start }));
  else inFlight += pixels;
  try {
    return await task();
  } finally {
    // Whoever asked for the image cuts it first, and lets go of it.
    setImmediate(() => {
      inFlight -= pixels;
      while (waiting.length > 0 && inFlight + waiting[0]!.pixels <= MAX_PIXELS) {
        const next = waiting.shift()!;
        inFlight += next.pixels;
        next.start();
      }
    });
  }
}
