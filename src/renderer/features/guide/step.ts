/** What the button next to the text does. */
export type StepAction =
  | { readonly kind: 'start'; readonly phase: string }
  | { readonly kind: 'terminal'; readonly agent: string }
  | { readonly kind: 'merge'; readonly sync: string }
  | { readonly kind: 'sync'; readonly sync: string }
  /** Opens an inbox item that can be answered there. */
  | { readonly kind: 'inbox'; readonly item: string }
  | { readonly kind: 'agent'; readonly agent: string }
  | { readonly kind: 'accept'; readonly agent: string }
  | { readonly kind: 'review'; readonly agent: string }
  | { readonly kind: 'worktrees' }
  | { readonly kind: 'new-plan' }
  | { readonly kind: 'next-plan' }
  | { readonly kind: 'finish' }
  | { readonly kind: 'clean' };
export interface NextStep {
  readonly words: string;
  /** Null when there is nothing to do but wait. */
  readonly action: StepAction | null;
  /** An alternative action. */
  readonly other?: StepAction;
}
