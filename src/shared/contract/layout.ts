import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { procedure } from './base.ts';
import { projectId } from './common.ts';

/** Where a node stands on the canvas; pinned nodes are not moved by auto-arrange. */
export const nodePlace = z.object({ x: z.number(), y: z.number(), pinned: z.boolean() });
export type NodePlace = z.infer<typeof nodePlace>;

/** Pixels of the window. */
export const floatingPlace = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
});
export type FloatingPlace = z.infer<typeof floatingPlace>;

/** Terminals that stand otherwise than in the common arrangement, each as feature/agent. */
export const standing = z.object({
  /** The one that has the room of all. */
  maximised: z.string().nullable(),
  /** Those beside each other (`right`) or below (`down`) where else one is shown; two or more. */
  split: z.object({ direction: z.enum(['right', 'down']), panes: z.array(z.string()) }).nullable(),
  /** Those that float over the window. */
  floating: z.record(z.string(), floatingPlace),
});
export type Standing = z.infer<typeof standing>;

/** What of a plan was looked at. */
const look = z.object({
  /** Where the origin of the graph stands, in pixels, and how large a unit is; absent while all of it is shown. */
  view: z.object({ x: z.number(), y: z.number(), zoom: z.number().positive() }).optional(),
  selected: z.string().optional(),
});
export type Look = z.infer<typeof look>;

/** Local to this machine, per project: never part of the plan. */
export const layout = z.object({
  /** Plan file to open first. */
  plan: z.string().nullable(),
  /** dockview's own serialised layout. */
  panes: z.unknown(),
  /** How the terminals stand beside each other. */
  terminals: z.enum(['tiles', 'tabs', 'one']).optional(),
  /** Agents, as feature/agent, whose sessions work on without a terminal on the screen. */
  background: z.array(z.string()).optional(),
  /** Panes that were closed after their session, as feature/agent/session. */
  closed: z.array(z.string()).optional(),
  standing: standing.optional(),
  /** How each plan was looked at last, by plan file. */
  looks: z.record(z.string(), look).optional(),
  /** The strip that says the next step. */
  guide: z.enum(['shown', 'hidden']).optional(),
  /** Agents, as feature/agent, of which no notice is shown and nothing sounds. */
  muted: z.array(z.string()).optional(),
  /** How a review shows differences. */
  review: z.enum(['side', 'inline']).optional(),
});
export type Layout = z.infer<typeof layout>;

/** Lines above a terminal's screen: the limits. */
export const SCROLLBACK = { least: 100, most: 50_000 } as const;

/** Pixels of a terminal's font: the limits, and what it is at first. */
export const TERMINAL_FONT = { least: 8, most: 32, normal: 12.5 } as const;

const HOUR_AND_MINUTE = /^([01]\d|2[0-3]):[0-5]\d$/;

/** How a person is told of what begins to wait for them. */
const notices = z.object({
  /** Notices of the system, while the window has not the focus. */
  desktop: z.boolean(),
  needsYouSound: z.boolean(),
  finishedSound: z.boolean(),
  /** Between these times of this machine's clock nothing is shown and nothing sounds. */
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
  /** What draws terminals: the page itself, or WebGL for up to eight of those in view. */
  terminalRenderer: z.enum(['dom', 'webgl']).default('dom'),
  /** Lines above the screen that a page keeps; the host gives back at most its own. */
  terminalScrollback: z.number().int().min(SCROLLBACK.least).max(SCROLLBACK.most).default(5000),
  /** A bell also sounds. */
  bellSound: z.boolean().default(false),
  /** Asked before the window is closed while sessions work; without, they go to the background. */
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
