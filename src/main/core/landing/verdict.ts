/** What to verify. */
export interface VerifyContext {
  /** The integration worktree, with the candidate checked out. */
  readonly cwd: string;
  readonly commit: string;
  /** Stop after this step and retry nothing: only this step's result is needed. */
  readonly upTo?: string;
  readonly onLog: (source: string, text: string) => void;
  readonly signal: AbortSignal;
}

export interface Verdict {
  readonly ok: boolean;
  /** The step that failed and how, as text. */
  readonly culprit: string | null;
  /** The failed step, as written in the plan. */
  readonly step?: string;
  /** Steps that failed once and passed on retry. */
  readonly flaky?: readonly string[];
}

export type Verify = (context: VerifyContext) => Promise<Verdict>;
