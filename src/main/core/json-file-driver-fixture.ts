import * as z from 'zod';
import { JsonFile } from './json-file.ts';

/** Adds ten words to a JSON file, one after the other, as another process of the app would. */
const { path, name } = JSON.parse(process.argv[2] ?? '') as { path: string; name: string };
const file = new JsonFile(path, { schema: z.array(z.string()), empty: [] });
for (let n = 0; n < 10; n += 1) await file.update((all) => [...all, `${name} ${n}`]);
