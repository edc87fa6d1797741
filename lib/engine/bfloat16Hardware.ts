import { readFileSync } from 'node:fs';

/** Whether the processor multiplies in bfloat16 (AVX512-BF16 or AMX, as Linux lists them); false where that cannot be read. */
export function hasBfloat16Hardware(): boolean {
  try {
    return /\b(avx512_bf16|amx_bf16|bf16)\b/.test(readFileSync('/proc/cpuinfo', 'utf8'));
  } catch {
    return false;
  }
}
