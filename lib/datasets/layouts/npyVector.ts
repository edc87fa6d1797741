type Read = (view: DataView, at: number) => number;

/** NumPy's types of whole numbers, booleans and floats, little-endian, with their sizes. */
const TYPES: Readonly<Record<string, readonly [bytes: number, read: Read]>> = {
  '|b1': [1, (view, at) => view.getUint8(at)],
  '|u1': [1, (view, at) => view.getUint8(at)],
  '|i1': [1, (view, at) => view.getInt8(at)],
  '<i4': [4, (view, at) => view.getInt32(at, true)],
  '<i8': [8, (view, at) => Number(view.getBigInt64(at, true))],
  '<f4': [4, (view, at) => view.getFloat32(at, true)],
  '<f8': [8, (view, at) => view.getFloat64(at, true)],
};

/** The numbers of a NumPy file that holds a vector; undefined for anything else. */
export function readNpyVector(bytes: Uint8Array): number[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 10 || Buffer.from(bytes.subarray(0, 7)).toString('latin1') !== '\x93NUMPY\x01') return undefined;
  const start = 10 + view.getUint16(8, true);
  const header = Buffer.from(bytes.subarray(10, start)).toString('latin1');
  const descr = /'descr': '([^']+)'/.exec(header)?.[1] ?? '';
  const type = Object.hasOwn(TYPES, descr) ? TYPES[descr] : undefined;
  const length = Number(/'shape': \((\d+),\)/.exec(header)?.[1] ?? NaN);
  if (!type || bytes.length !== start + length * type[0]) return undefined;
  return Array.from({ length }, (_, k) => type[1](view, start + k * type[0]));
}
