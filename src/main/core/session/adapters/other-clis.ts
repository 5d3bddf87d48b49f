import { CoreFailure } from '../../failure.ts';
import { pathOf, programIn } from '../../program-search.ts';
import { startable } from '../../startable.ts';
import type { SessionRequest } from '../sessions.ts';
import type { Adapter, Surroundings } from './adapter.ts';
import { asArgument } from './argument.ts';

/** How another vendor's CLI receives its prompt; everything else is the same. */
interface CliData {
  readonly program: string;
  readonly model: string;
  /** Arguments that start an interactive session with a prompt. */
  prompt(text: string): readonly string[];
}

const CLIS = {
  codex: { program: 'codex', model: '--model', prompt: (text) => ['--', text] },
  gemini: { program: 'gemini', model: '--model', prompt: (text) => ['--prompt-interactive', text] },
  opencode: { program: 'opencode', model: '--model', prompt: (text) => ['--prompt', text] },
} as const satisfies Record<string, CliData>;

export type OtherCli = keyof typeof CLIS;

export function isOtherCli(runs: unknown): runs is OtherCli {
  return typeof runs === 'string' && Object.hasOwn(CLIS, runs);
}

/** The adapter of another CLI, which reports no state except its title and its exit. */
export function otherCliAdapter(name: OtherCli): Adapter {
  const cli: CliData = CLIS[name];
  return {
    check: async (_request, around) => {
      await findProgram(cli, around);
    },
    program: async (request, around) => {
      const { model } = request.spec;
      const text = promptOf(request);
      const args = [...(model ? [cli.model, model] : []), ...(text ? cli.prompt(text) : [])];
      const program = startable(await findProgram(cli, around), args);
      return { kind: 'cli', ...program, env: {}, configDir: null };
    },
  };
}

/** These CLIs accept no system prompt per session, so the briefing precedes the prompt. */
function promptOf({ say, spec, briefing }: SessionRequest): string {
  const prompt = say ?? spec.prompt;
  return asArgument([briefing, prompt].filter(Boolean).join('\n\n'));
}

async function findProgram(
  { program }: CliData,
  around: Pick<Surroundings, 'login'>,
): Promise<string> {
  const { env } = await around.login.read();
  const found = programIn(pathOf(env), program) ?? programIn(pathOf(process.env), program);
  if (found) return found;
  throw new CoreFailure({
    code: 'session.programNotFound',
    message: `The program ${program} was not found on the PATH of your login shell.`,
    data: { program },
  });
}
