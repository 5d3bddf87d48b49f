import * as z from 'zod';

/** What a page and the desktop shell around it say to each other, beside the two planes of the core. */

/** Characters of a title, a body, an address: longer ones are not meant for a person. */
const LONGEST = 300;
const LONGEST_PATH = 32_768;
/** Commands of one page: a menu that is longer is no menu. */
const MOST_COMMANDS = 500;

/** A verb of the page, as a menu shows it. */
export const shellCommand = z.object({
  id: z.string().min(1).max(LONGEST),
  title: z.string().min(1).max(LONGEST),
  group: z.enum(['Plan', 'Run', 'View', 'Tributary']),
  /** Its key as the page knows it, e.g. `Mod+K`; null for none. */
  chord: z.string().max(LONGEST).nullable(),
  enabled: z.boolean(),
});
export type ShellCommand = z.infer<typeof shellCommand>;

/** From a page, with no answer. */
export const shellMessage = z.discriminatedUnion('kind', [
  /** The project that the page shows; null on the welcome screen. */
  z.object({ kind: z.literal('showing'), project: z.string().max(LONGEST_PATH).nullable() }),
  /** How many things wait for the person there. */
  z.object({ kind: z.literal('waiting'), count: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('commands'), commands: z.array(shellCommand).max(MOST_COMMANDS) }),
  z.object({
    kind: z.literal('notice'),
    /** The same thing has the same id; a second notice of it takes the place of the first. */
    id: z.string().max(LONGEST),
    title: z.string().max(LONGEST),
    body: z.string().max(LONGEST),
  }),
  /** Show a project that was dropped on the page: in its own window. */
  z.object({ kind: z.literal('open'), path: z.string().min(1).max(LONGEST_PATH) }),
  /** The menu of the app, at a point of the page. */
  z.object({ kind: z.literal('menu'), x: z.number(), y: z.number() }),
  z.object({
    kind: z.literal('do'),
    what: z.enum(['new-window', 'open-folder', 'show-logs', 'close-window', 'paste']),
  }),
]);
export type ShellMessage = z.infer<typeof shellMessage>;

/** From a page, answered. */
export const shellQuestion = z.discriminatedUnion('kind', [
  /** Lets the person choose a folder; null when they chose none. */
  z.object({ kind: z.literal('pick-folder') }),
  /**
   * May this page show the project? `elsewhere` when another window does, which has come to the front instead.
   */
  z.object({ kind: z.literal('claim'), project: z.string().max(LONGEST_PATH) }),
]);
export type ShellQuestion = z.infer<typeof shellQuestion>;

/** The answer to each question. */
export interface ShellAnswers {
  'pick-folder': string | null;
  claim: 'here' | 'elsewhere';
}

/** To a page. */
export type ShellEvent =
  /** The person chose a command of the page in a menu. */
  | { readonly kind: 'command'; readonly id: string }
  /** Show this project. */
  | { readonly kind: 'open'; readonly path: string }
  /** A notice was clicked. */
  | { readonly kind: 'notice-chosen'; readonly id: string }
  /** The system does not show notices, and why. */
  | { readonly kind: 'notice-failed'; readonly reason: string }
  /** Close what is in front: a dialog, a terminal; answered with `close-window` when there is nothing. */
  | { readonly kind: 'close-pane' }
  /** Something went wrong in the shell. */
  | { readonly kind: 'trouble'; readonly title: string; readonly detail: string };
