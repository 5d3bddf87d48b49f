import type { Launch } from '../../../../shared/wire/control.ts';
import type { LoginProbe } from '../login-environment.ts';
import type { FindNodePrograms } from '../node-program.ts';
import type { SessionRequest } from '../sessions.ts';

/** What adapters need from their environment. */
export interface Surroundings {
  /** The folder of user settings. */
  readonly home: string;
  readonly programs: FindNodePrograms;
  readonly login: LoginProbe;
  /** URL of the session host for the CLI's hooks. */
  readonly hookUrl: string;
}

export type Program = Pick<Launch, 'kind' | 'file' | 'args' | 'configDir' | 'prompted'> & {
  /** Added to the environment last. */
  readonly env: Readonly<Record<string, string>>;
};

/** How one kind of agent is checked and started. */
export interface Adapter {
  /** Throws CoreFailure when sessions of this kind cannot start on this machine. */
  check(
    request: Pick<SessionRequest, 'spec' | 'project'>,
    around: Omit<Surroundings, 'hookUrl'>,
  ): Promise<void>;
  program(request: SessionRequest, around: Surroundings): Promise<Program>;
}
