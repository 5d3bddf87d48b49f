import { join } from 'node:path';
import { buildIfStale } from '../build-if-stale.mjs';
import { root } from './layout.mjs';
import { writeNotices } from './notices.mjs';

// Before `npm pack`: the package brings the built app, and the licences of what is built into it.
await buildIfStale();
writeNotices(join(root, 'out/THIRD-PARTY-NOTICES.txt'));
