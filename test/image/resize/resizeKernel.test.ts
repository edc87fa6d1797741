import { expect, it } from 'vitest';
import { RESIZE_KERNEL } from '../../../lib/image/resize/resizeKernelBytes.js';
import { assembleResizeKernel } from '../../../scripts/assemble_resize_kernel.mjs';

it('the kernel is what its source says', async () => {
  expect(RESIZE_KERNEL).toBe(Buffer.from(await assembleResizeKernel()).toString('base64'));
});
