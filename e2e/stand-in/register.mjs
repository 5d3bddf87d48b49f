import { register } from 'node:module';

// `node --import` this file, and `import 'electron'` loads the stand-in that STAND_IN names instead.
register('./resolve.mjs', import.meta.url);
