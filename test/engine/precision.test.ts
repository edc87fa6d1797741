import { expect, it } from 'vitest';
import { hasBfloat16Hardware } from '../../lib/engine/bfloat16Hardware.js';
import { resolvePrecision } from '../../lib/engine/precision.js';

it('auto is bfloat16 only where the processor multiplies in it; what is asked for is kept', () => {
  expect(resolvePrecision('fp32')).toBe('fp32');
  expect(resolvePrecision('bf16')).toBe('bf16');
  if (!hasBfloat16Hardware()) expect(resolvePrecision('auto')).toBe('fp32');
  else if (process.platform === 'linux' && process.arch === 'x64') expect(resolvePrecision('auto')).toBe('bf16');
});
