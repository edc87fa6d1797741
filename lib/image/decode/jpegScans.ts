const SOS = 0xda;
const EOI = 0xd9;

/** Markers that stand alone, without a length behind them: TEM, RST0 to RST7, SOI. */
const isAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/**
 * How many scans a JPEG has up to its end or to what is damaged: each goes over all of its pixels, however few bytes it
 * has.
 */
export function jpegScans(file: Buffer): number {
  let scans = 0;
  for (let at = file.indexOf(0xff, 2); at >= 0 && at + 1 < file.length; at = file.indexOf(0xff, at)) {
    const marker = file[at + 1]!;
    // Coded data have a zero behind each 0xff; any number of 0xff may stand before a marker.
    if (marker === 0xff) at += 1;
    else if (marker === 0 || isAlone(marker)) at += 2;
    else if (marker === EOI || at + 4 > file.length) return scans;
    else {
      if (marker === SOS) scans++;
      at += 2 + file.readUInt16BE(at + 2);
    }
  }
  return scans;
}
