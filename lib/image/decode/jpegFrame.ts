/** What a JPEG's frame header states. */
export interface JpegFrame {
  readonly height: number;
  readonly width: number;
  /** 1 grey, 3 colour, 4 CMYK */
  readonly components: number;
}

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
    if (isFrame)
      return { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7), components: file[at + 9]! };
    at += 2 + file.readUInt16BE(at + 2);
  }
  return undefined;
}
