import { statSync } from 'node:fs';
import * as z from 'zod';
import type { SessionView } from '../../../shared/contract/session.ts';
import { askedRequest } from '../../../shared/wire/asks.ts';
import type { Launch } from '../../../shared/wire/control.ts';
import { type HostSession, hostSession, leftSession } from '../../../shared/wire/host-messages.ts';
import { CoreFailure } from '../failure.ts';
import { adapterOf } from './adapters/adapters.ts';
import { keepClaudeSessionId, knownClaudeSessionId } from './adapters/claude-session-id.ts';
import { findTranscript } from './adapters/claude-transcript.ts';
import { backgroundSessions } from './background-sessions.ts';
import { claudeFolder } from './claude-folder.ts';
import { sessionEnvironment } from './environment.ts';
import { foundConversations } from './found-conversations.ts';
import type { HostConnection } from './host-connection.ts';
import { hostDirectory, leftRecords } from './host-directory.ts';
import { createHostLink } from './host-link.ts';
import { createLoginProbe, userLoginProbe } from './login-environment.ts';
import type { FindNodePrograms } from './node-program.ts';
import { OtherHosts } from './other-hosts.ts';
import type { SessionKey, SessionRequest, Sessions } from './sessions.ts';
import { relayViewer } from './viewer-relay.ts';

const promptAnswer = z.object({ outcome: z.enum(['sent', 'busy', 'gone']) });
const askedAnswer = z.object({ request: askedRequest.nullable() });
const answeredAnswer = z.object({ answered: z.boolean() });
const leftAnswer = z.object({ left: z.array(leftSession) });
const endedAnswer = z.object({ ended: z.boolean() });
const stopAnswer = z.object({ stopped: z.boolean() });

/** Terminal size before a viewer has attached. */
const UNSEEN = { columns: 120, rows: 36 };

export interface SessionsOptions {
  /** The folder of user settings, see `home.ts`. */
  readonly home: string;
  readonly programs: FindNodePrograms;
  readonly version: string;
  /** For tests: replaces the user's login shell. */
  readonly loginShell?: string;
}

/** The user's sessions, through the socket of their session host, which is started with the first session. */
export function createSessions(options: SessionsOptions): Sessions {
  const login = options.loginShell
    ? createLoginProbe({ shell: options.loginShell })
    : userLoginProbe();
  const { home, programs } = options;
  const around = { home, programs, login };
  const listeners = new Set<() => void>();
  let known: readonly HostSession[] = [];

  const link = createHostLink({
    home,
    programs,
    version: options.version,
    onSessions: learn,
    onLost: () => learn(known.map(asLost)),
    onStatus: tell,
  });

  const others = new OtherHosts({
    directory: hostDirectory(home),
    version: options.version,
    onSessions: tell,
  });

  function learn(sessions: readonly HostSession[]): void {
    keepConversations(sessions, known);
    known = sessions;
    tell();
  }

  function tell(): void {
    for (const listener of listeners) listener();
  }

  async function start(request: SessionRequest): Promise<SessionView> {
    if (!statSync(request.cwd, { throwIfNoEntry: false })?.isDirectory()) {
      throw new CoreFailure({
        code: 'session.noFolder',
        message: `The folder ${request.cwd} of ${request.agent} does not exist.`,
        data: { folder: request.cwd },
      });
    }
    await others.look();
    // Reuse a session in another host: two sessions in one worktree would interfere.
    const elsewhere = livingElsewhere(request);
    if (elsewhere) return elsewhere.view;
    const adapter = adapterOf(request.spec.runs);
    await adapter.check(request, around);
    const host = await link.ensure();
    const hookUrl = host.welcome.hookUrl;
    const { env, ...asked } = await adapter.program(request, { ...around, hookUrl });
    const program = asKnownTo(host, asked);
    const added = { ...request.env, ...env };
    const answer = await host.call({
      method: 'start',
      launch: {
        ...program,
        ...UNSEEN,
        key: keyOf(request),
        cwd: request.cwd,
        env: sessionEnvironment((await login.read()).env, added),
      },
    });
    const started = hostSession.parse(answer);
    learn([...known.filter((session) => !sameKey(session.key, started.key)), started]);
    return started.view;
  }

  function livingElsewhere(key: SessionKey): HostSession | null {
    return others.sessions().find((one) => one.view.alive && sameKey(one.key, key)) ?? null;
  }

  /** The host with a live session of this key; otherwise the host of this version. */
  async function hostOf(key: SessionKey): Promise<HostConnection | null> {
    return others.hostOf(key) ?? link.reach();
  }

  /** The host that knows the sessions left by earlier ones; null when there are none. */
  async function leftHost(): Promise<HostConnection | null> {
    const host = (await link.reach()) ?? (leftRecords(home) ? await link.ensure() : null);
    return host?.welcome.capabilities.includes('left') ? host : null;
  }

  return {
    async preflight(requests) {
      for (const request of requests) await adapterOf(request.spec.runs).check(request, around);
    },
    start,
    async stop(key) {
      await others.look();
      const hosts = [others.hostOf(key), await link.reach()].filter((host) => host !== null);
      const answers = await Promise.all(
        hosts.map((host) => host.call({ method: 'stop', key: keyOf(key) })),
      );
      await Promise.all([others.look(), link.refresh()]);
      return answers.some((answer) => stopAnswer.parse(answer).stopped);
    },
    async prompt(key, text) {
      const host = await hostOf(key);
      if (!host) return 'gone';
      // A host of an earlier version runs until its sessions end.
      if (!host.welcome.capabilities.includes('prompt')) return 'busy';
      const answer = await host.call({ method: 'prompt', key: keyOf(key), text });
      return promptAnswer.parse(answer).outcome;
    },
    async asked(key, ask) {
      const host = await hostOf(key);
      if (!host?.welcome.capabilities.includes('asks')) return null;
      return askedAnswer.parse(await host.call({ method: 'asked', key: keyOf(key), ask })).request;
    },
    async answer(key, ask, decision) {
      const host = await hostOf(key);
      if (!host?.welcome.capabilities.includes('asks')) return false;
      const answer = await host.call({ method: 'answer', key: keyOf(key), ask, decision });
      return answeredAnswer.parse(answer).answered;
    },
    async transcript(key, cwd) {
      const session = known.find((one) => sameKey(one.key, key));
      // Shells and demo agents have no conversation, and an earlier one of claude in this folder is not theirs.
      if (session && session.view.kind !== 'claude') return null;
      return findTranscript(await claudeFolder(login), {
        cwd,
        agent: key.agent,
        told: session?.view.transcript ?? null,
      });
    },
    async conversations(of) {
      const own = knownClaudeSessionId(of);
      return foundConversations(await claudeFolder(login), { ...of, own });
    },
    async adopt(of, conversation) {
      const found = await foundConversations(await claudeFolder(login), { ...of, own: null });
      if (!found.some((one) => one.conversation === conversation)) return false;
      keepClaudeSessionId(of, conversation);
      return true;
    },
    backgrounds: () => backgroundSessions(around),
    all: () =>
      together(known, others.sessions()).map(({ key, view }) => ({ project: key.project, view })),
    list(project, feature) {
      return together(known, others.sessions())
        .filter(({ key }) => key.project === project && key.feature === feature)
        .map(({ view }) => view);
    },
    async left(project, feature) {
      const host = await leftHost();
      if (!host) return [];
      const { left } = leftAnswer.parse(await host.call({ method: 'left' }));
      return left.filter(({ key }) => key.project === project && key.feature === feature);
    },
    async endLeft(key) {
      const host = await leftHost();
      if (!host) return false;
      return endedAnswer.parse(await host.call({ method: 'endLeft', key: keyOf(key) })).ended;
    },
    async refresh() {
      await Promise.all([others.look(), link.refresh()]);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    status: () => link.status(),
    connectViewer: (channel) =>
      relayViewer(channel, {
        placeOf: (session) => others.placeOf(session),
        dial: (place, handlers) =>
          place === null ? link.dial(handlers) : others.dial(place, handlers),
      }),
    async dispose() {
      others.dispose();
      link.dispose();
    },
  };
}

/** A host of an earlier version does not know newer kinds: to it, another CLI is a command. */
function asKnownTo<Asked extends { readonly kind: Launch['kind'] }>(
  host: HostConnection,
  asked: Asked,
): Asked {
  const known = asked.kind !== 'cli' || host.welcome.capabilities.includes('cli');
  return known ? asked : { ...asked, kind: 'command' };
}

function keyOf({ project, feature, agent }: SessionKey): SessionKey {
  return { project, feature, agent };
}

function sameKey(one: SessionKey, other: SessionKey): boolean {
  return (
    one.project === other.project && one.feature === other.feature && one.agent === other.agent
  );
}

/** Store each session's current conversation, which a restart resumes. */
function keepConversations(now: readonly HostSession[], before: readonly HostSession[]): void {
  for (const { key, cwd, view } of now) {
    if (view.kind !== 'claude' || !view.alive || view.conversation === null) continue;
    const last = before.find((session) => session.view.id === view.id && sameKey(session.key, key));
    if (last?.view.conversation === view.conversation) continue;
    keepClaudeSessionId({ cwd, agent: key.agent }, view.conversation);
  }
}

/** One session per key: the live one, otherwise the one in this version's host. */
function together(
  own: readonly HostSession[],
  elsewhere: readonly HostSession[],
): readonly HostSession[] {
  const better = elsewhere.filter(
    ({ key, view }) => !own.some((one) => sameKey(one.key, key) && (one.view.alive || !view.alive)),
  );
  const replaced = (one: HostSession) => better.some(({ key }) => sameKey(key, one.key));
  return [...own.filter((one) => !replaced(one)), ...better];
}

/** When the host is gone, the kernel has ended the processes of its terminals. */
function asLost(session: HostSession): HostSession {
  if (!session.view.alive) return session;
  const exit = { code: null, signal: null, asked: false };
  const message = 'The session host ended, and the session with it';
  const since = Date.now();
  const lost = { alive: false, activity: 'exited', needs: null, message, exit, since } as const;
  return { ...session, view: { ...session.view, ...lost } };
}
