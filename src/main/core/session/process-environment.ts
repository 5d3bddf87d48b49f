import { isLaunchVariable } from '../launch-variables.ts';
import { log } from '../log.ts';
import { type LoginProbe, userLoginProbe } from './login-environment.ts';

/** Milliseconds that a start waits for the login shell; a later answer is applied when it arrives. */
const WAIT = 5_000;

/** Variables set for this start that start files must not override: our folders, the display, the user's services. */
const KEPT =
  /^(?:TRIBUTARY_\w+|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_\w+|DBUS_SESSION_BUS_ADDRESS)$/;

/** Variables about the shell itself. */
const OF_THE_SHELL = /^(?:PWD|OLDPWD|SHLVL|_)$/;

/** `terminal`: nothing to do; `late`: the shell has not answered yet. */
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
 * When this process was started from a desktop, gives it the environment of the user's login shell, so that git,
 * verification, set-up, hooks and program search behave as after a start from a terminal. Await once before the core
 * starts. Does nothing when started from a terminal, whose environment is already the user's.
 */
export async function applyLoginEnvironment(options: LoginOptions = {}): Promise<LoginOutcome> {
  const env = options.env ?? process.env;
  forgetLaunchVariables(env);
  const platform = options.platform ?? process.platform;
  // Terminals set TERM, desktops do not. Windows gives all programs the same environment.
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

/** Removes variables that belong to this start only. */
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
