import { isLaunchVariable } from '../launch-variables.ts';
import { log } from '../log.ts';
import { type LoginProbe, userLoginProbe } from './login-environment.ts';

/** Milliseconds that a start waits for the login shell; a later answer is applied when it comes. */
const WAIT = 5_000;

/** Set for this very start: where our files, the screen and the user's services are. Start files do not know better. */
const KEPT =
  /^(?:TRIBUTARY_\w+|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_\w+|DBUS_SESSION_BUS_ADDRESS)$/;

/** What a shell says of itself. */
const OF_THE_SHELL = /^(?:PWD|OLDPWD|SHLVL|_)$/;

/** What came of it: `terminal` when there was nothing to do, `late` when the shell has not answered yet. */
export type LoginOutcome = 'applied' | 'terminal' | 'no-answer' | 'late';

export interface LoginOptions {
  /** The environment to change; default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
  readonly probe?: LoginProbe;
  readonly platform?: NodeJS.Platform;
  /** Milliseconds to wait. */
  readonly wait?: number;
}

/**
 * Gives this process the environment of the user's login shell when it was started from a desktop, so that git, verify,
 * set-up, hooks and the search for programs see what they see after a start from a terminal. To be awaited once, before
 * the core does anything. Does nothing in a process that comes from a terminal: its environment is what the user made it, and
 * no start there waits for a shell.
 */
export async function applyLoginEnvironment(options: LoginOptions = {}): Promise<LoginOutcome> {
  const env = options.env ?? process.env;
  forgetLaunchVariables(env);
  const platform = options.platform ?? process.platform;
  // Every terminal says what it is; no desktop does. Windows gives all programs the same environment.
  if (platform === 'win32' || env['TERM']) return 'terminal';
  const probe = options.probe ?? userLoginProbe();
  const answer = probe.read().then(({ env: login, source }): LoginOutcome => {
    if (source === 'own') {
      log.info('The login shell did not answer: programs are looked for with this PATH alone.');
      return 'no-answer';
    }
    apply(login, env);
    return 'applied';
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<LoginOutcome>((done) => {
    timer = setTimeout(() => {
      log.info(
        'The login shell takes long: programs are looked for with this PATH until it answers.',
      );
      done('late');
    }, options.wait ?? WAIT);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Removes what belongs to the start of this process alone. */
export function forgetLaunchVariables(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) if (isLaunchVariable(name)) delete env[name];
}

function apply(login: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(login)) {
    if (OF_THE_SHELL.test(name) || isLaunchVariable(name)) continue;
    if (KEPT.test(name) && env[name]) continue;
    env[name] = value;
  }
}
