/**
 * Writes lib/image/resize/resizeKernelBytes.ts from lib/image/resize/resizeKernel.wat: node
 * scripts/assemble_resize_kernel.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import wabt from 'wabt';

const image = join(import.meta.dirname, '..', 'lib', 'image', 'resize');

/** The kernel's bytes in WebAssembly. @returns {Promise<Uint8Array>} */
export async function assembleResizeKernel() {
  const { parseWat } = await wabt();
  const module = parseWat('resizeKernel.wat', readFileSync(join(image, 'resizeKernel.wat'), 'utf8'), { simd: true });
  return module.toBinary({}).buffer;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const text = Buffer.from(await assembleResizeKernel()).toString('base64');
  const lines = text.match(/.{1,110}/g)?.map((line) => `  '${line}'`) ?? [];
  writeFileSync(
    join(image, 'resizeKernelBytes.ts'),
    '/** resizeKernel.wat in WebAssembly, base64; written by scripts/assemble_resize_kernel.mjs. */\n' +
      `export const RESIZE_KERNEL =\n${lines.join(' +\n')};\n`,
  );
}
