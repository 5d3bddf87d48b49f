import {
  Ban,
  Check,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleSlash,
  Clock,
  GitMerge,
  Hourglass,
  ListChecks,
  LoaderCircle,
  type LucideIcon,
  MessageCircleQuestion,
  OctagonAlert,
  PlugZap,
} from 'lucide-react';
import type { AgentState, SyncState } from '../../shared/states.ts';

type Tone = 'working' | 'needs' | 'finished' | 'failed' | 'stopped' | 'unknown' | 'queued';

export interface StateLook {
  readonly tone: Tone;
  readonly icon: LucideIcon;
}

/** Tone and icon of each state; never colour alone. */
export const STATE_LOOKS: Readonly<Record<AgentState | SyncState, StateLook>> = {
  'not-started': { tone: 'queued', icon: CircleDashed },
  queued: { tone: 'queued', icon: Clock },
  'setting-up': { tone: 'working', icon: LoaderCircle },
  starting: { tone: 'working', icon: LoaderCircle },
  working: { tone: 'working', icon: LoaderCircle },
  'needs-you': { tone: 'needs', icon: MessageCircleQuestion },
  finished: { tone: 'finished', icon: CircleCheck },
  interrupted: { tone: 'stopped', icon: CircleSlash },
  'turn-error': { tone: 'failed', icon: CircleAlert },
  'login-lost': { tone: 'needs', icon: PlugZap },
  'rate-limited': { tone: 'needs', icon: Hourglass },
  'usage-limit': { tone: 'needs', icon: Hourglass },
  stopped: { tone: 'stopped', icon: Ban },
  crashed: { tone: 'failed', icon: OctagonAlert },
  failed: { tone: 'failed', icon: OctagonAlert },
  silent: { tone: 'unknown', icon: Clock },
  unknown: { tone: 'unknown', icon: CircleHelp },
  merged: { tone: 'finished', icon: GitMerge },
  waiting: { tone: 'queued', icon: CircleDashed },
  ready: { tone: 'working', icon: Check },
  merging: { tone: 'working', icon: LoaderCircle },
  verifying: { tone: 'working', icon: ListChecks },
  conflict: { tone: 'failed', icon: OctagonAlert },
  'verify-failed': { tone: 'failed', icon: CircleAlert },
  done: { tone: 'finished', icon: GitMerge },
};
