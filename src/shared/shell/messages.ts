import * as z from 'zod';

/** What a page and the desktop shell around it say to each other, beside the two planes of the core. */

/** Most characters of a title, body or address that is shown to a person. */
const LONGEST = 300;
const LONGEST_PATH = 32_768;
/** Most commands of one page that a menu accepts. */
const MOST_COMMANDS = 500;

/** A command of the page, for display in a menu. */
export const shellCommand = z.object({
  id: z.string().min(1).max(LONGEST),
  title: z.string().min(1).max(LONGEST),
  group: z.enum(['Plan', 'Run', 'View', 'Tributary']),
  /** Its shortcut as the page names it, e.g. `Mod+K`; null for none. */
  chord: z.string().max(LONGEST).nullable(),
  enabled: z.boolean(),
});
export type ShellCommand = z.infer<typeof shellCommand>;

/** From a page; one-way. */
export const shellMessage = z.discriminatedUnion('kind', [
  /** The project shown in the page; null on the welcome screen. */
  z.object({ kind: z.literal('showing'), project: z.string().max(LONGEST_PATH).nullable() }),
  /** Number of items in the page's inbox. */
  z.object({ kind: z.literal('waiting'), count: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('commands'), commands: z.array(shellCommand).max(MOST_COMMANDS) }),
  z.object({
    kind: z.literal('notice'),
    /** Notices with the same id replace each other. */
    id: z.string().max(LONGEST),
    title: z.string().max(LONGEST),
    body: z.string().max(LONGEST),
  }),
  /** Open a project that was dropped on the page in its own window. */
  z.object({ kind: z.literal('open'), path: z.string().min(1).max(LONGEST_PATH) }),
  /** Open the app menu at a point of the page. */
  z.object({ kind: z.literal('menu'), x: z.number(), y: z.number() }),
  z.object({
    kind: z.literal('do'),
    what: z.enum(['new-window', 'open-folder', 'show-logs', 'close-window', 'paste']),
  }),
]);
export type ShellMessage = z.infer<typeof shellMessage>;

/** From a page, with an answer. */
export const shellQuestion = z.discriminatedUnion('kind', [
  /** Let the person choose a folder; null when cancelled. */
  z.object({ kind: z.literal('pick-folder') }),
  /**
   * May this page show the project? `elsewhere` when another window already does; that window was brought to the front.
   */
  z.object({ kind: z.literal('claim'), project: z.string().max(LONGEST_PATH) }),
]);
export type ShellQuestion = z.infer<typeof shellQuestion>;

/** The answers, by kind of question. */
export interface ShellAnswers {
  'pick-folder': string | null;
  claim: 'here' | 'elsewhere';
}

/** To a page. */
export type ShellEvent =
  /** The person chose a page command in a menu. */
  | { readonly kind: 'command'; readonly id: string }
  /** Show this project. */
  | { readonly kind: 'open'; readonly path: string }
  /** A notice was clicked. */
  | { readonly kind: 'notice-chosen'; readonly id: string }
  /** The system refused to show notices. */
  | { readonly kind: 'notice-failed'; readonly reason: string }
  /** Close the front-most dialog or terminal; the page answers `close-window` when there is none. */
  | { readonly kind: 'close-pane' }
  /** An error in the shell. */
  | { readonly kind: 'trouble'; readonly title: string; readonly detail: string };
