import { join } from 'node:path';
import { buildIfStale } from '../build-if-stale.mjs';
import { checkDeb } from './check/deb.mjs';
import { checkOnMachine } from './check/machine.mjs';
import { checkNpm } from './check/npm.mjs';
import { expectThat, failed } from './check/report.mjs';
import { checkRun } from './check/run.mjs';
import { checkTree } from './check/tree.mjs';
import { makeDeb } from './deb.mjs';
import { releaseFolder } from './layout.mjs';
import { makeParts, runBuilder } from './make.mjs';
import { shippedPackages } from './notices.mjs';
import { makePlaceholder } from './placeholder-dist.mjs';
import { writeSbom } from './sbom.mjs';

// `npm run package:check` (Linux): packages the app around a placeholder for Electron's binary, looks at everything in the
// package, and uses its command line, web mode and sessions. `-- --machine COMMAND` installs the deb on a bare machine, too:
// COMMAND is started with a folder (a git repository with one commit), `--` and a line of shell to run in it there.

const machine = process.argv.indexOf('--machine');

await buildIfStale();
makeParts();
runBuilder(['--linux', 'dir'], { TRIBUTARY_ELECTRON_DIST: makePlaceholder() });
const tree = join(
  releaseFolder,
  process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked',
);
checkTree(tree);
await checkRun(tree);
const deb = makeDeb(tree);
checkDeb(deb);
const parts = writeSbom(join(releaseFolder, 'sbom.cdx.json'));
expectThat(
  'the list of parts has all that is shipped',
  parts === shippedPackages().length + 2,
  `${parts}`,
);
await checkNpm();
if (machine > 0) checkOnMachine(deb, process.argv[machine + 1]);
process.exitCode = failed() ? 1 : 0;
