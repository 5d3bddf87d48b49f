import { main } from '../out/main/cli.js';

await main(process.argv.slice(2));
