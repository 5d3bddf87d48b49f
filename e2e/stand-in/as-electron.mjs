// What both modes of the binary have in common: versions and the path of the program.
import { fileURLToPath } from 'node:url';

const versions = { ...process.versions, electron: '45.4.1', chrome: '147.0.0.0' };
Object.defineProperty(process, 'versions', { value: Object.freeze(versions), enumerable: true });
process.execPath = fileURLToPath(new URL('./dist/electron', import.meta.url));
process.resourcesPath = fileURLToPath(new URL('./dist/resources', import.meta.url));
