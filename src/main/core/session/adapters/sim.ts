import { statSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import { shownTitle } from '../../../../shared/names.ts';
import { CoreFailure } from '../../failure.ts';
import type { SessionRequest } from '../sessions.ts';
import type { Adapter } from './adapter.ts';

/** The scripted demo agent: a real process that edits files and commits. */
export const simAdapter: Adapter = {
  check: async ({ spec, project }) => {
    if (spec.sim !== undefined) scriptPath(spec.sim, [project]);
  },
  program: async (request, around) => {
    const { spec } = request;
    const { node, scripts } = await around.programs();
    const args = [join(scripts, 'sim.js'), '--agent', request.agent, '--role', spec.role];
    args.push('--title', shownTitle(spec, request.agent));
    if (spec.prompt) args.push(`--prompt=${spec.prompt}`);
    for (const glob of spec.scope ?? []) args.push(`--scope=${glob}`);
    if (spec.sim) args.push('--script', scriptPath(spec.sim, [request.project, request.cwd]));
    return { kind: 'sim', file: node.file, args, env: node.env, configDir: null };
  },
};

/** Scripts are inside the repository: no absolute path, no `..`. */
function scriptPath(script: SessionRequest['spec']['sim'] & string, folders: string[]): string {
  const path = normalize(script);
  const inside = !isAbsolute(path) && path !== '..' && !path.startsWith('../');
  const found = inside
    ? folders.map((folder) => join(folder, path)).find((file) => isFile(file))
    : undefined;
  if (found) return found;
  throw new CoreFailure({
    code: 'session.noScript',
    message: `The script ${script} of a sim agent ${inside ? 'does not exist' : 'is outside of the repository'}.`,
    data: { script },
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
