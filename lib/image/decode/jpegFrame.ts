/** What a JPEG's frame header states. */
export interface JpegFrame {
  readonly height: number;
  readonly width: number;
  /** 1 gray, 3 color, 4 CMYK */
  readonly components: number;
  /** Whether it is refined scan by scan. */
  readonly isProgressive: boolean;
  /** Of all components together; fewer than those where some are stored smaller. */
  readonly coefficientsPerPixel: number;
}

/** Of the kinds of frames: progressive by Huffman's or arithmetic codes, plain or differential. */
const PROGRESSIVE = new Set([0xc2, 0xc6, 0xca, 0xce]);

/** The frame header of a JPEG; undefined when none is found. */
export function jpegFrame(file: Buffer): JpegFrame | undefined {
  for (let at = 2; at + 10 <= file.length;) {
    if (file[at] !== 0xff) return undefined;
    const marker = file[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) {
      const components = file[at + 9]!;
      return {
        height: file.readUInt16BE(at + 5),
        width: file.readUInt16BE(at + 7),
        components,
        isProgressive: PROGRESSIVE.has(marker),
        coefficientsPerPixel: coefficientsPerPixel(file.subarray(at + 10, at + 10 + 3 * components)),
      };
    }
    at += 2 + file.readUInt16BE(at + 2);
  }
  return undefined;
}

/** @param table of each component its name, its sampling factors (four bits each) and its quantization table */
function coefficientsPerPixel(table: Buffer): number {
  const factors: [number, number][] = [];
  for (let at = 1; at < table.length; at += 3) factors.push([table[at]! >> 4, table[at]! & 15]);
  const most = Math.max(1, ...factors.map(([across]) => across)) * Math.max(1, ...factors.map(([, down]) => down));
  return factors.reduce((sum, [across, down]) => sum + (across * down) / most, 0);
}
