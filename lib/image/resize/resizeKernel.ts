import { RESIZE_KERNEL } from './resizeKernelBytes.js';

/** The functions of resizeKernel.wat, where their arguments are explained; addresses and sizes are in bytes. */
export interface ResizeKernel {
  readonly memory: WebAssembly.Memory;
  resizeRows(
    input: number,
    stride: number,
    rows: number,
    output: number,
    count: number,
    firsts: number,
    weights: number,
    pairs: number,
    channels: number,
  ): void;
  resizeColumns(
    input: number,
    stride: number,
    output: number,
    count: number,
    firsts: number,
    weights: number,
    pairs: number,
  ): void;
}

const PAGE = 1 << 16;

let kernel: ResizeKernel | undefined;

/**
 * The kernel with at least `bytes` of memory. It is one, so its memory is good until the next call of this function.
 */
export function resizeKernel(bytes: number): ResizeKernel {
  if (!kernel) {
    const module = new WebAssembly.Module(Buffer.from(RESIZE_KERNEL, 'base64'));
    kernel = new WebAssembly.Instance(module).exports as unknown as ResizeKernel;
  }
  const missing = bytes - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE));
  return kernel;
}
