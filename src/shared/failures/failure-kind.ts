/** Exit codes of the command line: 1 the answer is no, 2 malformed words, 3 repository or environment. */
export type Exit = 1 | 2 | 3;

/** One kind of expected failure, as readers of docs/failures.md see it. */
export interface FailureKind {
  /** When it happens, in one sentence. */
  readonly when: string;
  /** What to do about it; `{name}` stands for that field of the failure's data. */
  readonly remedy: string;
  /** 3 where it is left out. */
  readonly exit?: Exit;
}

export type FailureKinds = Readonly<Record<string, FailureKind>>;
