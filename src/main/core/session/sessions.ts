import type {
  FoundBackground,
  FoundConversation,
  SessionView,
} from '../../../shared/contract/session.ts';
import type { Agent } from '../../../shared/plan/model.ts';
import type { AskDecision, AskedRequest } from '../../../shared/wire/asks.ts';
import type { LeftSession } from '../../../shared/wire/host-messages.ts';

/** The agent and plan of a session; `orchestrator` is a reserved agent name. */
export interface SessionKey {
  /** Project id: the real path of the main checkout. */
  readonly project: string;
  readonly feature: string;
  readonly agent: string;
}

export interface SessionRequest extends SessionKey {
  readonly spec: Pick<
    Agent,
    'runs' | 'prompt' | 'sim' | 'model' | 'options' | 'role' | 'title' | 'scope'
  >;
  /** Its worktree. */
  readonly cwd: string;
  /** The briefing, passed as appended system prompt if the CLI supports that. */
  readonly briefing: string;
  /** The first prompt, instead of the plan's and also when resuming a conversation. */
  readonly say?: string;
  /** Continue in a copy of the agent's conversation; in a new one when it has none. */
  readonly fork?: boolean;
  /** Attach to this background session of the CLI instead. */
  readonly attach?: string;
  /** Additional variables, e.g. ports. */
  readonly env: Readonly<Record<string, string>>;
}

/** A transport for terminal frames (see `shared/wire/frames.ts`), one per message. */
export interface FrameChannel {
  send(frame: Uint8Array): void;
  /** Bytes queued in the transport. */
  readonly buffered: number;
  onFrame(listener: (frame: Uint8Array) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

export type PromptOutcome = 'sent' | 'busy' | 'gone';

export type HostStatus =
  | { readonly state: 'idle' }
  | { readonly state: 'connected'; readonly pid: number; readonly version: string }
  | { readonly state: 'lost'; readonly reason: string };

/**
 * The user's sessions, however they were started: they live in the session host and outlive the app. Implemented over
 * the host's socket.
 */
export interface Sessions {
  /**
   * Checks, before anything is created, that sessions of these agents can start: the `claude` program, shells, scripts.
   * Throws CoreFailure `claude.notFound` and others.
   */
  preflight(requests: readonly Pick<SessionRequest, 'spec' | 'project'>[]): Promise<void>;
  start(request: SessionRequest): Promise<SessionView>;
  /** Sends interrupt, TERM and KILL to the process group, within 5 s. False when nothing was alive. */
  stop(key: SessionKey): Promise<boolean>;
  /**
   * Sends a prompt to a `claude` session that waits for one. `busy`: it works or waits for an answer; `gone`: there is
   * no session that takes prompts.
   */
  prompt(key: SessionKey, text: string): Promise<PromptOutcome>;
  /** The full request of a session; null when it was answered meanwhile. */
  asked(key: SessionKey, ask: string): Promise<AskedRequest | null>;
  /** Answers through the held reply; false when it was answered meanwhile. */
  answer(key: SessionKey, ask: string, decision: AskDecision): Promise<boolean>;
  /** The transcript of an agent's conversation, live or ended; null when there is none. */
  transcript(key: SessionKey, cwd: string): Promise<string | null>;
  /** Other conversations of an agent's worktree, newest first. */
  conversations(of: { readonly agent: string; readonly cwd: string }): Promise<FoundConversation[]>;
  /** Makes one of them the agent's conversation; false when there is none with this id. */
  adopt(
    of: { readonly agent: string; readonly cwd: string },
    conversation: string,
  ): Promise<boolean>;
  /** All background sessions of the CLI. Fails with `claude.notFound` and `claude.mute`. */
  backgrounds(): Promise<FoundBackground[]>;
  /** The last known sessions of a feature, the newest per agent. Starts no host. */
  list(project: string, feature: string): readonly SessionView[];
  /** The same for all projects and features. */
  all(): readonly { readonly project: string; readonly view: SessionView }[];
  /** Reads the list of the host, if one is running. */
  refresh(): Promise<void>;
  /**
   * Sessions of a feature whose host died, or that ran when the system went down: to resume, or to end their remaining
   * processes. Starts a host when an earlier one left something.
   */
  left(project: string, feature: string): Promise<readonly LeftSession[]>;
  /** Ends the remaining processes of such a session and forgets it; false when none was alive. */
  endLeft(key: SessionKey): Promise<boolean>;
  /** Calls back after any change of any session. Returns the unsubscribe function. */
  subscribe(listener: () => void): () => void;
  status(): HostStatus;
  /** Connects a viewer to the host's terminals until either side closes. */
  connectViewer(channel: FrameChannel): void;
  /** Disconnects; the host and its sessions keep running. */
  dispose(): Promise<void>;
}
