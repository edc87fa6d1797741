import sharp from 'sharp';
import { renderIcon, type Fit } from './renderIcon.js';

/**
 * The worker process: gets documents, gives images. A process and not a thread, because a renderer that meets a hostile
 * file may abort, and that must cost one icon and not the build.
 */
sharp.concurrency(1);
sharp.cache(false);

process.on('message', (message: { svgs: string[]; size: number; fit: Fit }) => {
  void (async () => {
    const results = [];
    for (const svg of message.svgs) results.push(await renderIcon(svg, message.size, message.fit));
    process.send?.(results);
  })();
});
