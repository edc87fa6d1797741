/** One file of an archive. Names are ASCII, at most 100 characters. */
export interface TarFile {
  readonly name: string;
  readonly data: Uint8Array;
}

const BLOCK = 512;

/** A POSIX ustar archive of the files in order. The same files give the same bytes: no times, no owners. */
export function writeTar(files: Iterable<TarFile>): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { name, data } of files) {
    parts.push(header(name, data.length), data, new Uint8Array(-data.length & (BLOCK - 1)));
  }
  parts.push(new Uint8Array(2 * BLOCK));
  return Buffer.concat(parts);
}

function header(name: string, size: number): Uint8Array {
  if (name.length > 100 || /[^\x20-\x7e]/.test(name))
    throw new Error(`tar: "${name}" is not up to 100 ASCII characters`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0') + '\0';
  block.write(name, 0);
  block.write(octal(0o644, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(0, 11), 136);
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  block.write(octal(0, 7), 329);
  block.write(octal(0, 7), 337);
  block.write(octal(checksum(block), 6) + ' ', 148);
  return block;
}

/** The sum of a header's bytes, its checksum field (which must hold blanks) counted as blanks. */
export function checksum(block: Uint8Array): number {
  let sum = 0;
  for (let k = 0; k < BLOCK; k++) sum += k >= 148 && k < 156 ? 0x20 : block[k]!;
  return sum;
}
