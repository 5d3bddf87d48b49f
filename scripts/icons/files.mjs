/** Bytes of an entry in the table of a Windows icon; of the header before it. */
const ICO_ENTRY = 16;
const ICO_HEADER = 6;

/** A Windows icon (`.ico`) with PNG images of up to 256 pixels; `images` by their size in pixels. */
export function icoFile(images) {
  const header = Buffer.alloc(ICO_HEADER);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.size, 4);
  let offset = ICO_HEADER + ICO_ENTRY * images.size;
  const entries = [...images].map(([size, png]) => {
    const entry = Buffer.alloc(ICO_ENTRY);
    // 0 stands for 256.
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...images.values()]);
}

/** The names that macOS gives to PNG images in an icon, by their size in pixels; one size may have two. */
const ICNS_TYPES = new Map([
  [32, ['ic11']],
  [64, ['ic12']],
  [128, ['ic07']],
  [256, ['ic08', 'ic13']],
  [512, ['ic09', 'ic14']],
  [1024, ['ic10']],
]);

/** An icon of macOS (`.icns`); `images` by their size in pixels. */
export function icnsFile(images) {
  const blocks = [...ICNS_TYPES].flatMap(([size, types]) =>
    types.map((type) => icnsBlock(type, images.get(size))),
  );
  return icnsBlock('icns', Buffer.concat(blocks));
}

function icnsBlock(type, content) {
  const head = Buffer.alloc(8);
  head.write(type, 'ascii');
  head.writeUInt32BE(content.length + head.length, 4);
  return Buffer.concat([head, content]);
}
