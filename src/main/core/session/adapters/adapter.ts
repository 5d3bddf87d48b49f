import type { Launch } from '../../../../shared/wire/control.ts';
import type { LoginProbe } from '../login-environment.ts';
import type { FindNodePrograms } from '../node-program.ts';
import type { SessionRequest } from '../sessions.ts';

/** What adapters may ask of their surroundings. */
export interface Surroundings {
  /** The folder of user settings. */
  readonly home: string;
  readonly programs: FindNodePrograms;
  readonly login: LoginProbe;
  /** Where the session host takes the hooks of the CLI. */
  readonly hookUrl: string;
}

export type Program = Pick<Launch, 'kind' | 'file' | 'args' | 'configDir' | 'prompted'> & {
  /** Added to the environment, after what the request adds. */
  readonly env: Readonly<Record<string, string>>;
};

/** How one kind of agent is checked for and started. */
export interface Adapter {
  /** Throws CoreFailure when sessions of this kind could not start on this machine. */
  check(
    request: Pick<SessionRequest, 'spec' | 'project'>,
    around: Omit<Surroundings, 'hookUrl'>,
  ): Promise<void>;
  program(request: SessionRequest, around: Surroundings): Promise<Program>;
}
