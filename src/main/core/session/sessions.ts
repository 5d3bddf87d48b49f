import type {
  FoundBackground,
  FoundConversation,
  SessionView,
} from '../../../shared/contract/session.ts';
import type { Agent } from '../../../shared/plan/model.ts';
import type { AskDecision, AskedRequest } from '../../../shared/wire/asks.ts';
import type { LeftSession } from '../../../shared/wire/host-messages.ts';

/** Which agent of which plan a session belongs to; `orchestrator` is an agent name of its own. */
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
  /** The worktree it works in. */
  readonly cwd: string;
  /** Text of the briefing; goes in as appended system prompt where the kind supports one. */
  readonly briefing: string;
  /** A prompt to begin with even where an earlier conversation is resumed; instead of the plan's. */
  readonly say?: string;
  /** Goes on in a copy of the agent's conversation, which stays as it is; where nothing was said, in a new one. */
  readonly fork?: boolean;
  /** Instead of a session of its own: the background session of the CLI that its terminal shows. */
  readonly attach?: string;
  /** Added to the child's environment, e.g. PORT variables. */
  readonly env: Readonly<Record<string, string>>;
}

/** One end of the terminal data plane: frames of `shared/wire/frames.ts`, one per message. */
export interface FrameChannel {
  send(frame: Uint8Array): void;
  /** Bytes queued in the transport and not yet sent. */
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
 * The sessions of this user, wherever they were started from: they live in the session host and outlive the app.
 * Implemented over the host's socket.
 */
export interface Sessions {
  /**
   * Checks, before anything is made, that sessions of these agents could start: the `claude` binary, shells, scripts.
   * Throws CoreFailure `claude.notFound` and the like.
   */
  preflight(requests: readonly Pick<SessionRequest, 'spec' | 'project'>[]): Promise<void>;
  start(request: SessionRequest): Promise<SessionView>;
  /** Interrupt, TERM, KILL of the process group; within 5 s. False when nothing was alive. */
  stop(key: SessionKey): Promise<boolean>;
  /**
   * Gives a prompt to a `claude` session that waits for one. `busy`: it works, or waits for an answer; `gone`: there is
   * none that takes prompts.
   */
  prompt(key: SessionKey, text: string): Promise<PromptOutcome>;
  /** What a session asks for, in full; null when it was answered meanwhile. */
  asked(key: SessionKey, ask: string): Promise<AskedRequest | null>;
  /** Answers it through the held reply; false when it was answered meanwhile. */
  answer(key: SessionKey, ask: string, decision: AskDecision): Promise<boolean>;
  /** The file in which the CLI keeps an agent's conversation, living or ended; null where there is none. */
  transcript(key: SessionKey, cwd: string): Promise<string | null>;
  /** Conversations of an agent's worktree that are not its own, the newest first. */
  conversations(of: { readonly agent: string; readonly cwd: string }): Promise<FoundConversation[]>;
  /** Makes one of them the agent's own; false when there is none of that name. */
  adopt(
    of: { readonly agent: string; readonly cwd: string },
    conversation: string,
  ): Promise<boolean>;
  /** Sessions that the CLI runs in the background, wherever. Fails with `claude.notFound` and `claude.mute`. */
  backgrounds(): Promise<FoundBackground[]>;
  /** The last known sessions of a feature; newest per agent. Starts no host. */
  list(project: string, feature: string): readonly SessionView[];
  /** As `list`, of all features of all projects, each with the id of its project. */
  all(): readonly { readonly project: string; readonly view: SessionView }[];
  /** Reads the host's list now (when a host runs). */
  refresh(): Promise<void>;
  /**
   * Sessions of a feature whose host died, or that ran when the system went down: to be resumed, and what still runs of
   * them to be ended. Starts a host where an earlier one left something to look at.
   */
  left(project: string, feature: string): Promise<readonly LeftSession[]>;
  /** Ends the processes that are left of such a session and forgets it; false when none was alive. */
  endLeft(key: SessionKey): Promise<boolean>;
  /** Called after any change of any session. Returns the way to stop it. */
  subscribe(listener: () => void): () => void;
  status(): HostStatus;
  /** Joins a viewer to the host's terminals until either side closes. */
  connectViewer(channel: FrameChannel): void;
  /** Leaves the host running with its sessions. */
  dispose(): Promise<void>;
}
