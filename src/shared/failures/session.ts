import { WORKTREES_ONLY } from '../remedies.ts';
import type { FailureKinds } from './failure-kind.ts';

/** Failures of sessions and of the programs in them. */
const ofSessions = {
  'session.none': {
    when: 'The agent has no live session.',
    remedy: 'Start it.',
    exit: 1,
  },
  'session.noTerminal': {
    when: '"attach" does not run in a terminal.',
    remedy: 'Run attach in one.',
  },
  'session.running': {
    when: 'Another session runs in the terminal that is needed.',
    remedy: 'Stop the agent first.',
    exit: 1,
  },
  'session.nameTaken': {
    when: "An agent of the plan has the orchestrator's name.",
    remedy: 'Rename that agent.',
    exit: 1,
  },
  'session.takesNoPrompt': {
    when: 'The session does not run claude: what is typed into it would be run, not read.',
    remedy: 'Say it to whoever works there, or let the agent run claude.',
    exit: 1,
  },
  'session.noConversation': {
    when: 'The agent has no such conversation of claude.',
    remedy: 'Start the agent, and give it a prompt.',
    exit: 1,
  },
  'session.noBackground': {
    when: 'The background session of claude has ended.',
    remedy: 'Refresh the list.',
    exit: 1,
  },
  'session.elsewhere': {
    when: 'The agent works elsewhere, so it has no session here.',
    remedy:
      'Set runs to claude, codex, gemini, opencode, shell, sim or a command to start it here.',
    exit: 1,
  },
  'session.noFolder': {
    when: 'The folder in which the session is to start does not exist.',
    remedy: 'Start the phase again: it makes missing worktrees.',
  },
  'session.noScript': {
    when: 'The script of a sim agent does not exist, or is outside the repository.',
    remedy: 'Name a script inside the repository in the plan, or leave it out for the default one.',
    exit: 1,
  },
  'session.extraFolder': {
    when: 'An extra folder of the agent is no folder, or holds the worktree.',
    remedy: 'Name the folder that is needed, not one above it.',
    exit: 1,
  },
  'session.programNotFound': {
    when: 'The program of the agent is not on the PATH of the login shell.',
    remedy: 'Install {program}, or let the agent run something else.',
  },
  'claude.notFound': {
    when: 'The claude program was not found.',
    remedy: `Install Claude Code (npm install --global @anthropic-ai/claude-code), or name it as claudePath in settings.json, or ${WORKTREES_ONLY}.`,
  },
  'claude.settingWrong': {
    when: 'The setting claudePath names no program.',
    remedy: 'Correct claudePath in settings.json (or TRIBUTARY_CLAUDE).',
  },
  'claude.mute': {
    when: 'The claude program does not list its background sessions.',
    remedy: 'Look at them with `claude agents` in a terminal.',
  },
} as const satisfies FailureKinds;

/** What to do when the session host did not do what the app asked for. */
const REFUSED = "Check the agent's folder and program, then start it again.";

/** A call that the session host could not carry out. */
const failedTo = (doing: string) => ({
  when: `The session host failed to ${doing}.`,
  remedy: REFUSED,
});

/** Failures of the session host and of what it is asked. */
const ofTheHost = {
  'host.notStarted': {
    when: 'The session host did not start.',
    remedy: "See logs/session-host.log in the folder of Tributary's settings.",
  },
  'host.lost': {
    when: 'The session host ended, or does not answer.',
    remedy: 'Start the agents again; their files are as they left them.',
  },
  'host.folderNotPrivate': {
    when: "The folder of the session host's socket belongs to somebody else.",
    remedy: 'Remove {directory}, or set TRIBUTARY_HOME to a folder of your own.',
  },
  'host.protocol': {
    when: 'The session host is of another version and speaks another protocol.',
    remedy: REFUSED,
  },
  'host.malformed': {
    when: 'The session host got a message that it does not know.',
    remedy: REFUSED,
  },
  'host.refused': {
    when: 'A session host of another version refused for a reason that this version does not know.',
    remedy: REFUSED,
  },
  'session.unknown': {
    when: 'A terminal is to show a session that the host does not have.',
    remedy: 'Start the agent again.',
  },
  'session.malformed': {
    when: 'The session host got a frame that no terminal sends.',
    remedy: 'Please report this.',
  },
  'session.startFailed': failedTo('start a session'),
  'session.stopFailed': failedTo('end a session'),
  'session.promptFailed': failedTo('give a prompt to a session'),
  'session.askedFailed': failedTo('read what a session asks for'),
  'session.answerFailed': failedTo('answer what a session asks for'),
  'session.listFailed': failedTo('list its sessions'),
  'session.subscribeFailed': failedTo('report changes of its sessions'),
  'session.leftFailed': failedTo('list what earlier hosts left'),
  'session.endLeftFailed': failedTo('end what an earlier host left'),
} as const satisfies FailureKinds;

export const sessionFailures = { ...ofSessions, ...ofTheHost } as const satisfies FailureKinds;
