import { existsSync } from 'node:fs';
import type Electron from 'electron';
import { standFor } from './strict.ts';

/** A picture that nobody looks at: where it came from, and whether there is one. */
function image(source: string): Electron.NativeImage {
  return standFor<Electron.NativeImage>('NativeImage', {
    isEmpty: () => source === '',
    getSize: () => (source === '' ? { width: 0, height: 0 } : { width: 16, height: 16 }),
    resize: () => image(source),
    setTemplateImage: () => undefined,
    isTemplateImage: () => false,
    toDataURL: () => source,
    addRepresentation: () => undefined,
  });
}

export const nativeImage = standFor<typeof Electron.nativeImage>('nativeImage', {
  createEmpty: () => image(''),
  createFromPath: (path) => image(existsSync(path) ? path : ''),
  createFromDataURL: (url) => image(url),
  createFromBuffer: (buffer) => image(buffer.length > 0 ? 'buffer' : ''),
  createFromBitmap: (buffer) => image(buffer.length > 0 ? 'bitmap' : ''),
});
