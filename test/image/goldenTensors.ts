import { readFileSync } from 'node:fs';

/** The bytes of each tensor of a safetensors file of the reference vectors. */
export function goldenTensors(path: string): ReadonlyMap<string, Uint8Array> {
  const file = readFileSync(path);
  const data = 8 + Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString('utf8', 8, data)) as Record<string, { data_offsets?: [number, number] }>;
  return new Map(
    Object.entries(header).flatMap(([name, { data_offsets: offsets }]) =>
      offsets ? [[name, file.subarray(data + offsets[0], data + offsets[1])] as const] : [],
    ),
  );
}
