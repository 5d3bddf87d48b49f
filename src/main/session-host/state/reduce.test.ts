import { describe, expect, test } from 'vitest';
import type { StateEvent } from './events.ts';
import { reduce } from './reduce.ts';
import { initialState, present, type SessionKind } from './state.ts';

const START = 1_000_000;

type Loose =
  | { readonly hook: string; readonly [field: string]: unknown }
  | {
      readonly file: string;
      readonly waitingFor?: string;
      readonly changed?: number;
      readonly id?: string;
    }
  | { readonly settled: string }
  | { readonly given: true }
  | { readonly screen: string }
  | { readonly banner: string }
  | { readonly title: string }
  | { readonly exit: number; readonly signal?: number; readonly asked?: boolean }
  | { readonly tick: true }
  | { readonly output: true; readonly visible?: boolean };

/** `[milliseconds since the start, what happened]` */
type Moment = readonly [number, Loose];

function event([delay, what]: Moment): StateEvent {
  const at = START + delay;
  if ('hook' in what) {
    const { hook, ask, ...fields } = what;
    const payload = { hook_event_name: hook, ...fields };
    return { kind: 'hook', at, payload, ...(typeof ask === 'string' ? { ask } : {}) };
  }
  if ('file' in what) {
    const { file: status, waitingFor, changed, id: sessionId } = what;
    const content = { status, sessionId, waitingFor, statusUpdatedAt: START + (changed ?? delay) };
    return { kind: 'file', at, file: content };
  }
  if ('settled' in what) return { kind: 'settled', at, ask: what.settled };
  if ('given' in what) return { kind: 'given', at };
  if ('screen' in what) return { kind: 'screen', at, words: what.screen, answers: true };
  if ('banner' in what) return { kind: 'screen', at, words: what.banner, answers: false };
  if ('title' in what) return { kind: 'title', at, title: what.title };
  if ('tick' in what) return { kind: 'tick', at };
  if ('output' in what) return { kind: 'output', at, visible: what.visible ?? false };
  const { exit, signal, asked = false } = what;
  return { kind: 'exit', at, code: signal ? null : exit, signal: signal ?? null, asked };
}

function outcome(moments: readonly Moment[], kind: SessionKind = 'claude') {
  const state = moments.map(event).reduce(reduce, initialState(kind, START));
  const last = moments.at(-1)?.[0] ?? 0;
  return present(state, START + last);
}

const prompt: Moment = [1000, { hook: 'UserPromptSubmit', prompt: 'build it' }];
const busy: Moment = [1010, { file: 'busy' }];
const asks = (at: number, tool: string, input = {}): Moment => [
  at,
  { hook: 'PermissionRequest', tool_name: tool, tool_input: input },
];

describe('what a session is said to do', () => {
  test.each<[string, readonly Moment[], string]>([
    ['nothing yet', [], 'starting'],
    [
      'idle before any prompt',
      [
        [500, { file: 'idle' }],
        [1200, { tick: true }],
      ],
      'unknown',
    ],
    ['a prompt', [prompt], 'working'],
    ['a tool', [prompt, busy, [2000, { hook: 'PreToolUse', tool_name: 'Bash' }]], 'working'],
    ['busy in the file alone', [[1000, { file: 'busy' }]], 'working'],
    ['a permission', [prompt, busy, asks(2000, 'Bash', { command: 'ls' })], 'needs-you'],
    [
      'a permission granted',
      [
        prompt,
        asks(2000, 'Bash'),
        [3000, { hook: 'PostToolUse', tool_name: 'Bash', tool_input: {} }],
      ],
      'working',
    ],
    [
      'a permission denied: no hook tells, the file does',
      [
        prompt,
        busy,
        asks(2000, 'Bash'),
        [2010, { file: 'waiting', waitingFor: 'permission prompt' }],
        [5000, { file: 'idle' }],
        [6600, { tick: true }],
      ],
      'interrupted',
    ],
    [
      'Esc in the middle of a turn',
      [prompt, busy, [4000, { file: 'idle' }], [5600, { tick: true }]],
      'interrupted',
    ],
    [
      'idle from before the turn, on a busy machine',
      [
        [500, { file: 'idle' }],
        [1000, { hook: 'UserPromptSubmit' }],
        [5000, { tick: true }],
      ],
      'working',
    ],
    [
      'idle from before the turn, for so long that nobody knows what became of it',
      [
        [500, { file: 'idle' }],
        [1000, { hook: 'UserPromptSubmit' }],
        [11_001, { tick: true }],
      ],
      'unknown',
    ],
    [
      'busy at last after that',
      [
        [500, { file: 'idle' }],
        [1000, { hook: 'UserPromptSubmit' }],
        [11_001, { tick: true }],
        [14_000, { file: 'busy', changed: 1500 }],
      ],
      'working',
    ],
    [
      'idle in the file just before the Stop hook',
      [prompt, busy, [4000, { file: 'idle' }], [4030, { hook: 'Stop' }], [5000, { tick: true }]],
      'finished',
    ],
    [
      'idle in the file, and the Stop hook may still come',
      [prompt, busy, [4000, { file: 'idle' }], [4100, { tick: true }]],
      'working',
    ],
    [
      'a Stop, and a queued prompt may follow',
      [prompt, busy, [3000, { hook: 'Stop', background_tasks: [] }]],
      'working',
    ],
    [
      'a finished turn',
      [
        prompt,
        busy,
        [3000, { hook: 'Stop', background_tasks: [] }],
        [3100, { file: 'idle' }],
        [3400, { tick: true }],
      ],
      'finished',
    ],
    [
      'a finished turn of a CLI without a file',
      [prompt, [3000, { hook: 'Stop' }], [4100, { tick: true }]],
      'finished',
    ],
    [
      'idle for a moment between two prompts',
      [
        prompt,
        busy,
        [3000, { hook: 'Stop' }],
        [3080, { file: 'idle' }],
        [3100, { hook: 'UserPromptSubmit' }],
        [3130, { file: 'busy' }],
        [3500, { tick: true }],
      ],
      'working',
    ],
    [
      'a subagent that asks while the file is busy',
      [
        prompt,
        busy,
        [2000, { hook: 'Stop', background_tasks: [{}] }],
        [2500, { hook: 'PermissionRequest', tool_name: 'Write', agent_id: 'a1' }],
        [9000, { tick: true }],
      ],
      'needs-you',
    ],
    [
      'a subagent that was answered',
      [
        prompt,
        busy,
        [2000, { hook: 'Stop', background_tasks: [{}] }],
        [2500, { hook: 'PermissionRequest', tool_name: 'Write', agent_id: 'a1' }],
        [3000, { settled: 'none' }],
        [3500, { hook: 'PostToolUse', tool_name: 'Write', agent_id: 'a1' }],
      ],
      'working',
    ],
    [
      'answered before its dialog shows in the file',
      [
        prompt,
        busy,
        [2000, { hook: 'PermissionRequest', tool_name: 'Bash', ask: 'one' }],
        [2020, { settled: 'one' }],
        [2100, { file: 'waiting', waitingFor: 'permission prompt' }],
        [2900, { tick: true }],
      ],
      'working',
    ],
    [
      'interrupted in the first turn after a clear that changed the name only',
      [
        prompt,
        [1010, { file: 'busy', id: 'one' }],
        [3000, { hook: 'Stop' }],
        [3100, { file: 'idle', id: 'one' }],
        [3500, { tick: true }],
        [9000, { file: 'idle', id: 'two', changed: 3100 }],
        [20_000, { hook: 'UserPromptSubmit', prompt: 'again' }],
        [20_010, { file: 'busy', id: 'two' }],
        [25_000, { file: 'idle', id: 'two' }],
        [27_000, { tick: true }],
      ],
      'interrupted',
    ],
    [
      'a request in the first turn after such a clear',
      [
        prompt,
        [1010, { file: 'busy', id: 'one' }],
        [3000, { hook: 'Stop' }],
        [3100, { file: 'idle', id: 'one' }],
        [3500, { tick: true }],
        [9000, { file: 'idle', id: 'two', changed: 3100 }],
        [20_000, { hook: 'UserPromptSubmit', prompt: 'again' }],
        [20_100, { hook: 'PermissionRequest', tool_name: 'Bash', ask: 'one' }],
        [20_300, { file: 'busy', id: 'two', changed: 20_010 }],
      ],
      'needs-you',
    ],
    [
      'the dialog of an answered request that is drawn late and stays for long',
      [
        prompt,
        busy,
        [2000, { hook: 'PermissionRequest', tool_name: 'Bash', ask: 'one' }],
        [2020, { settled: 'one' }],
        [4000, { file: 'waiting', waitingFor: 'permission prompt' }],
        [12_000, { tick: true }],
      ],
      'working',
    ],
    [
      'such a dialog that the CLI itself gives notice of',
      [
        prompt,
        busy,
        [2000, { hook: 'PermissionRequest', tool_name: 'Bash', ask: 'one' }],
        [2020, { settled: 'one' }],
        [4000, { file: 'waiting', waitingFor: 'permission prompt' }],
        [8500, { hook: 'Notification', notification_type: 'permission_prompt' }],
      ],
      'needs-you',
    ],
    [
      'such a dialog that outlasts every answer',
      [
        prompt,
        busy,
        [2000, { hook: 'PermissionRequest', tool_name: 'Bash', ask: 'one' }],
        [2020, { settled: 'one' }],
        [4000, { file: 'waiting', waitingFor: 'permission prompt' }],
        [22_100, { tick: true }],
      ],
      'needs-you',
    ],
    [
      'a dialog that stays after an answer is another one',
      [
        prompt,
        busy,
        [2000, { hook: 'PermissionRequest', tool_name: 'Bash', ask: 'one' }],
        [2020, { settled: 'one' }],
        [2100, { file: 'waiting', waitingFor: 'dialog open' }],
        [5100, { tick: true }],
      ],
      'needs-you',
    ],
    [
      'a failure stands while the file is still busy with it',
      [
        prompt,
        busy,
        [3000, { hook: 'StopFailure', error: 'rate_limit' }],
        [4000, { tick: true }],
        [4100, { file: 'idle' }],
        [5000, { tick: true }],
      ],
      'rate-limited',
    ],
    [
      'a command of the CLI itself after a finished turn',
      [
        prompt,
        busy,
        [3000, { hook: 'Stop' }],
        [3100, { file: 'idle' }],
        [3400, { tick: true }],
        [9000, { file: 'busy' }],
        [9200, { file: 'idle' }],
        [10_800, { tick: true }],
      ],
      'finished',
    ],
    [
      'a command of the CLI itself after an interrupted turn',
      [
        prompt,
        busy,
        [3100, { file: 'idle' }],
        [4700, { tick: true }],
        [9000, { file: 'busy' }],
        [9200, { file: 'idle' }],
        [10_800, { tick: true }],
      ],
      'interrupted',
    ],
    [
      'allowed in the terminal: the file tells before the tool has ended',
      [
        prompt,
        busy,
        asks(2000, 'Bash', { command: 'sleep 60' }),
        [2200, { file: 'waiting', waitingFor: 'permission prompt' }],
        [5000, { file: 'busy' }],
        [5700, { tick: true }],
      ],
      'working',
    ],
    [
      'a conversation that was cleared',
      [
        prompt,
        [1010, { file: 'busy', id: 'one' }],
        [3000, { hook: 'Stop' }],
        [3100, { file: 'idle', id: 'one' }],
        [3500, { tick: true }],
        [9000, { file: 'idle', id: 'two' }],
        [9700, { tick: true }],
      ],
      'unknown',
    ],
    [
      'a plan that is used up, said by its own code',
      [prompt, [3000, { hook: 'StopFailure', error: 'billing_error' }]],
      'usage-limit',
    ],
    [
      'a finished turn while something runs in the background',
      [prompt, busy, [3000, { hook: 'Stop', background_tasks: [{}] }], [3010, { file: 'shell' }]],
      'working',
    ],
    [
      'the background work over, and the turn after it',
      [
        prompt,
        [3000, { hook: 'Stop', background_tasks: [{}] }],
        [9000, { hook: 'UserPromptSubmit' }],
        [9900, { hook: 'Stop' }],
        [9950, { file: 'idle' }],
        [12_000, { tick: true }],
      ],
      'finished',
    ],
    [
      'a queued prompt: Stop, and the file stays busy',
      [prompt, busy, [3000, { hook: 'Stop' }], [3700, { tick: true }]],
      'working',
    ],
    ['a subagent that ends', [prompt, busy, [3000, { hook: 'SubagentStop' }]], 'working'],
    [
      'an API error',
      [prompt, [3000, { hook: 'StopFailure', error: 'server_error' }]],
      'turn-error',
    ],
    [
      'a lost login',
      [prompt, [3000, { hook: 'StopFailure', error: 'authentication_failed' }]],
      'login-lost',
    ],
    [
      'a rate limit',
      [prompt, [3000, { hook: 'StopFailure', error: 'rate_limit' }]],
      'rate-limited',
    ],
    [
      'a usage limit',
      [
        prompt,
        [
          3000,
          {
            hook: 'StopFailure',
            error: 'rate_limit',
            last_assistant_message: "You've hit your weekly limit · resets at 5pm",
          },
        ],
      ],
      'usage-limit',
    ],
    [
      'an error, then the next prompt',
      [
        prompt,
        [3000, { hook: 'StopFailure', error: 'unknown' }],
        [4000, { hook: 'UserPromptSubmit' }],
      ],
      'working',
    ],
    [
      'a dialog that stands still',
      [
        [900, { output: true, visible: true }],
        [8100, { tick: true }],
      ],
      'needs-you',
    ],
    [
      'a slow start',
      [
        [900, { output: true }],
        [8100, { tick: true }],
      ],
      'starting',
    ],
    ['no sign of life', [[30_100, { tick: true }]], 'needs-you'],
    [
      'a title alone',
      [
        [900, { title: '◐ work' }],
        [9000, { tick: true }],
      ],
      'working',
    ],
    [
      'an idle title alone',
      [
        [900, { title: '✳ work' }],
        [9000, { tick: true }],
      ],
      'unknown',
    ],
    ['an exit', [prompt, busy, [3000, { exit: 0 }]], 'exited'],
    ['a kill', [prompt, busy, [3000, { exit: 0, signal: 9 }]], 'exited'],
    [
      'silence while working',
      [prompt, [1100, { output: true }], [400_000, { tick: true }]],
      'silent',
    ],
    [
      'output after silence',
      [prompt, [400_000, { tick: true }], [400_100, { output: true }]],
      'working',
    ],
    [
      'silence after the turn',
      [prompt, [3000, { hook: 'Stop' }], [900_000, { tick: true }]],
      'finished',
    ],
  ])('%s', (_name, moments, activity) => {
    expect(outcome(moments).activity).toBe(activity);
  });

  test('hooks that come just before or after the file change nothing', () => {
    const earlier = outcome([
      prompt,
      asks(2000, 'Bash'),
      [2020, { file: 'waiting', waitingFor: 'permission prompt' }],
    ]);
    const later = outcome([
      prompt,
      [1980, { file: 'waiting', waitingFor: 'permission prompt' }],
      asks(2000, 'Bash'),
    ]);
    expect(earlier.activity).toBe('needs-you');
    expect(later.activity).toBe('needs-you');
  });

  test('an old word of the file does not undo what a hook asked for', () => {
    const stale: Moment[] = [
      prompt,
      busy,
      asks(5000, 'Bash'),
      [5100, { file: 'busy', changed: 1010 }],
      [5700, { tick: true }],
    ];
    expect(outcome(stale).activity).toBe('needs-you');
  });

  test('a CLI without hooks is told from its file, and that is said', () => {
    const silent: Moment[] = [
      [500, { file: 'idle' }],
      [1000, { file: 'busy' }],
      [4500, { tick: true }],
    ];
    expect(outcome(silent)).toMatchObject({ activity: 'working', source: 'file' });
    const ended: Moment[] = [...silent, [6000, { file: 'idle' }], [7600, { tick: true }]];
    expect(outcome(ended).activity).toBe('unknown');
    expect(outcome([prompt, busy, [9000, { tick: true }]]).source).toBe('hooks');
  });

  test('files changed outside of the working folder are remembered', () => {
    const wrote = (file_path: string): Moment => [
      2000,
      { hook: 'PostToolUse', tool_name: 'Write', tool_input: { file_path }, cwd: '/w/designer' },
    ];
    const view = outcome([prompt, wrote('/w/designer/a.css'), wrote('b.css'), wrote('/w/data/c')]);
    expect(view.strays.map(({ path }) => path)).toEqual(['/w/data/c']);
  });

  test('what it showed before it ended at its start is kept as the reason', () => {
    const state = initialState('claude', START);
    const ended = { kind: 'exit', at: START + 500, code: 1, signal: null, asked: false } as const;
    const after = reduce(state, { ...ended, tail: 'this folder is not trusted' });
    expect(present(after, START + 600).message).toBe('this folder is not trusted');
  });

  test('a shell or a command says nothing of itself, and nothing is made up', () => {
    expect(outcome([[900_000, { tick: true }]], 'shell').activity).toBe('unknown');
    expect(outcome([[900_000, { tick: true }]], 'command').activity).toBe('unknown');
  });

  test('nothing changes after the exit', () => {
    const view = outcome([
      [1000, { exit: 3, asked: true }],
      [1100, { hook: 'UserPromptSubmit' }],
    ]);
    expect(view).toMatchObject({
      activity: 'exited',
      exit: { code: 3, signal: null, asked: true },
    });
  });
});

describe('what it waits for', () => {
  test('a permission says the command, a question its words, a dialog what to do', () => {
    expect(outcome([prompt, asks(2000, 'Bash', { command: 'npm test' })])).toMatchObject({
      needs: 'permission',
      message: 'Bash: npm test',
    });
    const questions = [{ question: 'Which colour?' }];
    expect(outcome([prompt, asks(2000, 'AskUserQuestion', { questions })])).toMatchObject({
      needs: 'question',
      message: 'Which colour?',
    });
    expect(outcome([[30_100, { tick: true }]])).toMatchObject({ needs: 'first-run' });
  });

  test('the vaguer word of the file and the late notification keep the command', () => {
    const view = outcome([
      prompt,
      asks(2000, 'Bash', { command: 'npm test' }),
      [2200, { file: 'waiting', waitingFor: 'permission prompt' }],
      [
        8400,
        {
          hook: 'Notification',
          notification_type: 'permission_prompt',
          message: 'Claude needs your permission',
        },
      ],
      [9000, { tick: true }],
    ]);
    expect(view).toMatchObject({ needs: 'permission', message: 'Bash: npm test' });
    expect(view.since).toBe(START + 2000);
  });

  test('lines carry no control characters and have an end', () => {
    const nasty = `\x1b[31mred\x07\u0000 ${'x'.repeat(1000)}`;
    const message = outcome([prompt, asks(2000, 'Bash', { command: nasty })]).message ?? '';
    expect(message).not.toMatch(/\p{Cc}/u);
    expect(message.length).toBeLessThanOrEqual(240);
  });
});

describe('a prompt that no turn follows', () => {
  const given: Moment = [0, { given: true }];
  const idle: Moment = [500, { file: 'idle' }];
  const flash: readonly Moment[] = [given, idle, [600, { file: 'busy' }], [700, { file: 'idle' }]];
  const later: Moment = [16_000, { tick: true }];
  const words: Moment = [16_100, { screen: 'Unknown command: /nosuch' }];

  test.each<[string, readonly Moment[]]>([
    ['idle all along', [given, idle, later]],
    ['busy for a moment', [...flash, later]],
  ])('%s: it needs somebody, with what the CLI says', (_name, moments) => {
    expect(outcome([...moments, words])).toMatchObject({
      activity: 'needs-you',
      needs: 'question',
      message: 'Unknown command: /nosuch',
      ask: null,
    });
    expect(outcome(moments).message).toContain('look at its terminal');
    // It stays so, with its words, until a turn begins.
    const stays = outcome([...moments, words, [60_000, { tick: true }]]);
    expect(stays).toMatchObject({ activity: 'needs-you', message: 'Unknown command: /nosuch' });
    const turn: Moment = [70_000, { hook: 'UserPromptSubmit', prompt: 'build it' }];
    expect(outcome([...moments, words, turn]).activity).toBe('working');
  });

  test('its own words are a refusal once it has been idle for a while, and nothing else is', () => {
    const refusal = { screen: 'Unknown command: /nosuch' };
    const refused = { activity: 'needs-you', message: 'Unknown command: /nosuch' };
    expect(outcome([given, idle, [3100, refusal]])).toMatchObject(refused);
    expect(outcome([...flash, [3300, refusal]])).toMatchObject(refused);
    // One that is slow has drawn its banner, or still shows what was there before.
    expect(outcome([given, idle, [2900, refusal]]).activity).toBe('starting');
    expect(outcome([given, idle, [9000, { banner: 'Claude Code' }]]).activity).toBe('starting');
    expect(outcome([prompt, busy, [3100, refusal]]).activity).toBe('working');
  });

  test('until then nothing else is said: it starts, or is as it was', () => {
    const titled: Moment = [450, { title: '✳ checkout: A' }];
    expect(outcome([given, titled]).activity).toBe('starting');
    expect(outcome([given, titled, idle, [15_400, { tick: true }]]).activity).toBe('starting');
    expect(outcome([...flash.slice(0, 3), [1900, { tick: true }]]).activity).toBe('starting');
    const finished: readonly Moment[] = [
      prompt,
      busy,
      [2000, { hook: 'Stop' }],
      [2010, { file: 'idle' }],
      [2500, { tick: true }],
    ];
    const again: readonly Moment[] = [...finished, [3000, { given: true }]];
    expect(outcome([...again, [17_900, { tick: true }]]).activity).toBe('finished');
    expect(outcome([...again, [18_100, { tick: true }]]).activity).toBe('needs-you');
  });

  test('a turn in time is one, and a screen that is read too late says nothing', () => {
    const begun: readonly Moment[] = [given, idle, prompt, busy];
    expect(outcome([...begun, later, words])).toMatchObject({
      activity: 'working',
      message: 'build it',
    });
  });

  test('where hooks are disabled a turn is told by how long it was busy, or by what it asked for', () => {
    const long: readonly Moment[] = [
      given,
      idle,
      [600, { file: 'busy' }],
      [4000, { file: 'idle' }],
    ];
    expect(outcome([...long, [9000, { tick: true }]])).toMatchObject({
      activity: 'unknown',
      message: expect.stringContaining('without hooks'),
    });
    const asked: readonly Moment[] = [
      given,
      idle,
      [600, { file: 'busy' }],
      [900, { file: 'waiting', waitingFor: 'permission prompt' }],
      [30_000, { file: 'idle' }],
    ];
    expect(outcome([...asked, [40_000, { tick: true }]])).toMatchObject({ activity: 'unknown' });
  });

  test('a conversation that is cleared owes no turn', () => {
    const cleared: readonly Moment[] = [
      given,
      [500, { file: 'idle', id: 'a' }],
      [900, { file: 'idle', id: 'b' }],
    ];
    expect(outcome([...cleared, [9000, { tick: true }]]).activity).toBe('unknown');
  });
});
