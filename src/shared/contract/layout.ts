import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { procedure } from './base.ts';
import { projectId } from './common.ts';

/** Position of a node on the canvas; auto-arrange does not move pinned nodes. */
export const nodePlace = z.object({ x: z.number(), y: z.number(), pinned: z.boolean() });
export type NodePlace = z.infer<typeof nodePlace>;

/** Pixels within the window. */
export const floatingPlace = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
});
export type FloatingPlace = z.infer<typeof floatingPlace>;

/** Terminals outside the common arrangement, each as feature/agent. */
export const standing = z.object({
  /** The terminal that fills the whole area. */
  maximised: z.string().nullable(),
  /** Two or more terminals shown together instead of one, side by side (`right`) or stacked (`down`). */
  split: z.object({ direction: z.enum(['right', 'down']), panes: z.array(z.string()) }).nullable(),
  /** Terminals that float above the window. */
  floating: z.record(z.string(), floatingPlace),
});
export type Standing = z.infer<typeof standing>;

/** What was visible of a plan. */
const look = z.object({
  /** Origin of the graph in pixels, and the zoom; absent while the whole graph is fitted into view. */
  view: z.object({ x: z.number(), y: z.number(), zoom: z.number().positive() }).optional(),
  selected: z.string().optional(),
});
export type Look = z.infer<typeof look>;

/** Per project and local to this machine; never part of the plan. */
export const layout = z.object({
  /** Plan file to open first. */
  plan: z.string().nullable(),
  /** dockview's serialised layout. */
  panes: z.unknown(),
  /** Arrangement of the terminals. */
  terminals: z.enum(['tiles', 'tabs', 'one']).optional(),
  /** Agents, as feature/agent, whose sessions run without a visible terminal. */
  background: z.array(z.string()).optional(),
  /** Panes closed after their session ended, as feature/agent/session. */
  closed: z.array(z.string()).optional(),
  standing: standing.optional(),
  /** The last view of each plan, by plan file. */
  looks: z.record(z.string(), look).optional(),
  /** The strip with the next step. */
  guide: z.enum(['shown', 'hidden']).optional(),
  /** Muted agents, as feature/agent: no notices, no sounds. */
  muted: z.array(z.string()).optional(),
  /** Display mode of diffs in a review. */
  review: z.enum(['side', 'inline']).optional(),
});
export type Layout = z.infer<typeof layout>;

/** Limits of a terminal's scrollback, in lines. */
export const SCROLLBACK = { least: 100, most: 50_000 } as const;

/** Limits and default of a terminal's font size, in pixels. */
export const TERMINAL_FONT = { least: 8, most: 32, normal: 12.5 } as const;

const HOUR_AND_MINUTE = /^([01]\d|2[0-3]):[0-5]\d$/;

/** How a person is notified of what waits for them. */
const notices = z.object({
  /** Desktop notifications while the window is not focused. */
  desktop: z.boolean(),
  needsYouSound: z.boolean(),
  finishedSound: z.boolean(),
  /** Between these local times nothing is shown and nothing sounds. */
  quiet: z.boolean(),
  quietFrom: z.string().regex(HOUR_AND_MINUTE),
  quietTo: z.string().regex(HOUR_AND_MINUTE),
});
export type Notices = z.infer<typeof notices>;

const TOLD: Notices = {
  desktop: true,
  needsYouSound: true,
  finishedSound: true,
  quiet: false,
  quietFrom: '22:00',
  quietTo: '07:00',
};

export const preferences = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  terminalFontSize: z.number().min(TERMINAL_FONT.least).max(TERMINAL_FONT.most),
  /** Terminal renderer: DOM, or WebGL for up to eight visible terminals. */
  terminalRenderer: z.enum(['dom', 'webgl']).default('dom'),
  /** Lines of scrollback a page keeps; the host restores at most its own number. */
  terminalScrollback: z.number().int().min(SCROLLBACK.least).max(SCROLLBACK.most).default(5000),
  /** Play a sound for the terminal bell. */
  bellSound: z.boolean().default(false),
  /** Ask before closing the window while sessions work; otherwise they go to the background. */
  askOnClose: z.boolean().default(false),
  notices: notices.default(TOLD),
});
export type Preferences = z.infer<typeof preferences>;

export const DEFAULT_PREFERENCES: Preferences = preferences.parse({
  theme: 'system',
  terminalFontSize: TERMINAL_FONT.normal,
});

export const layoutContract = {
  load: procedure.input(z.object({ project: projectId })).output(layout),
  save: procedure.input(z.object({ project: projectId, layout })).output(z.object({})),
  watchPreferences: procedure.output(eventIterator(preferences)),
  setPreferences: procedure.input(preferences).output(preferences),
};
