/** What a verification is run on. */
export interface VerifyContext {
  /** The integration worktree with the candidate checked out. */
  readonly cwd: string;
  readonly commit: string;
  /** Only this step is asked about: what comes after it need not run, and nothing is tried twice. */
  readonly upTo?: string;
  readonly onLog: (source: string, text: string) => void;
  readonly signal: AbortSignal;
}

export interface Verdict {
  readonly ok: boolean;
  /** The step that failed and how, in words. */
  readonly culprit: string | null;
  /** The step that failed, as it is written. */
  readonly step?: string;
  /** Steps that failed once and passed when they were run again. */
  readonly flaky?: readonly string[];
}

export type Verify = (context: VerifyContext) => Promise<Verdict>;
