// The fixed parts of a zip archive (PKWARE "APPNOTE.TXT", sections 4.3.7, 4.3.12 and 4.3.16).
const VERSION = 20;
// The first day of the format's calendar, so that the same file always gives the same archive.
const [TIME, DATE] = [0, 0x21];
// A regular file that everybody may read: Lambda cannot load others (AWS page "Deploying Lambda functions as .zip file
// archives", "File permissions").
const MODE = (0o100644 << 16) >>> 0;

/** A zip archive with one file, not compressed: with a single small file, a library would be longer than this. */
export function zipOf(name: string, text: string): Uint8Array {
  const [path, data] = [new TextEncoder().encode(name), new TextEncoder().encode(text)];
  const about = [...u16(0, 0, TIME, DATE), ...u32(crc32(data), data.length, data.length), ...u16(path.length, 0)];
  const local = [...u32(0x04034b50), ...u16(VERSION), ...about, ...path, ...data];
  const made = 0x0300 | VERSION;
  const central = [...u32(0x02014b50), ...u16(made, VERSION), ...about, ...u16(0, 0, 0), ...u32(MODE, 0), ...path];
  const end = [...u32(0x06054b50), ...u16(0, 0, 1, 1), ...u32(central.length, local.length), ...u16(0)];
  return Uint8Array.from([...local, ...central, ...end]);
}

const u16 = (...numbers: number[]) => numbers.flatMap((one) => [one & 0xff, (one >>> 8) & 0xff]);
const u32 = (...numbers: number[]) => numbers.flatMap((one) => u16(one & 0xffff, one >>> 16));

function crc32(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
