import { readFileSync } from 'node:fs';

/** What the processor can do, as Linux lists it; nothing where that cannot be read. */
function features(): Set<string> {
  try {
    return new Set(readFileSync('/proc/cpuinfo', 'utf8').split(/\s+/));
  } catch {
    return new Set();
  }
}

/** Whether the processor multiplies in bfloat16 (AVX512-BF16 or AMX); false where what it can do cannot be read. */
export function hasBfloat16Hardware(): boolean {
  const found = features();
  return ['avx512_bf16', 'amx_bf16', 'bf16'].some((name) => found.has(name));
}

/**
 * Whether oneDNN has products in bfloat16 here: it needs AVX-512 for them, also where it has to imitate bfloat16, and
 * without it ends the process. `ONEDNN_MAX_CPU_ISA` may forbid it what the processor can do.
 */
export function oneDnnKnowsBfloat16(): boolean {
  const most = process.env.ONEDNN_MAX_CPU_ISA ?? process.env.DNNL_MAX_CPU_ISA ?? 'ALL';
  if (!/^(ALL|DEFAULT|AVX512_CORE.*|AVX10.*)$/i.test(most)) return false;
  const found = features();
  return ['avx512f', 'avx512bw', 'avx512vl', 'avx512dq'].every((name) => found.has(name));
}
