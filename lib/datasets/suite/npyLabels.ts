const MAGIC = '\x93NUMPY\x01\x00';
const HEADER_BYTES = 128;

/** An image's labels as clip-benchmark stores several: a NumPy array of one byte a class, 1 where the class is there. */
export function writeNpyLabels(labels: readonly number[], classes: number): Uint8Array {
  const file = Buffer.alloc(HEADER_BYTES + classes);
  const dictionary = `{'descr': '|u1', 'fortran_order': False, 'shape': (${classes},), }`;
  file.write(MAGIC, 0, 'latin1');
  file.writeUInt16LE(HEADER_BYTES - 10, 8);
  file.write(dictionary.padEnd(HEADER_BYTES - 11) + '\n', 10, 'latin1');
  for (const label of labels) file[HEADER_BYTES + label] = 1;
  return file;
}

/** What `writeNpyLabels` wrote, one byte a class; undefined for anything else. */
export function readNpyLabels(bytes: Uint8Array, classes: number): Uint8Array | undefined {
  const expected = writeNpyLabels([], classes).subarray(0, HEADER_BYTES);
  if (bytes.length !== HEADER_BYTES + classes || !Buffer.from(bytes.subarray(0, HEADER_BYTES)).equals(expected)) return;
  const present = bytes.slice(HEADER_BYTES);
  return present.every((value) => value <= 1) && present.includes(1) ? present : undefined;
}
