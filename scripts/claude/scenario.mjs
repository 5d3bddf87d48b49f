import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import { installClaude } from './install-claude.mjs';
import { startMockModel } from './mock-model.mjs';
import { openClaudeStage } from './stage.mjs';

/** Milliseconds: what is promised to a person, and the slack for a machine that runs several sessions at once. */
const NEEDS_YOU = 1000;
const OTHERS_WITHIN = 3000;
const SLACK = 500;
/** Milliseconds, longer than any wait of the reducer's own for a word that may follow. */
const SETTLED = 2200;
/** Keys that come before a dialog has been drawn and has settled are not taken by the command line. */
const DRAWN = 1000;

export const bash = (command, more = {}) => ({
  name: 'Bash',
  input: { command, description: 'd', ...more },
});

const colours = {
  question: 'Which colour?',
  header: 'Colour',
  multiSelect: false,
  options: [
    { label: 'Red', description: 'warm' },
    { label: 'Blue', description: 'cold' },
  ],
};
/** The tool that asks the person. */
export const question = { name: 'AskUserQuestion', input: { questions: [colours] } };

/** What a service answers instead of a turn, however often it is asked. */
export const failure = (status, type, message) => {
  const turn = { error: { status, type, message } };
  return [turn, turn, turn, turn];
};

/** A session begins with these. */
export const BEGUN = 'starting working';

export const settled = () => pause(SETTLED);
export const drawn = () => pause(DRAWN);

/**
 * The scenarios of one file: a model that plays `scripts`, and for each a stage of its own. Promised times are looked at
 * on the way, and printed at the end.
 */
export function scenarios(scripts) {
  let model;
  const delays = [];
  beforeAll(async () => {
    process.env.TRIBUTARY_CLAUDE = installClaude();
    model = await startMockModel(scripts);
  });
  afterAll(async () => {
    await model.close();
    const told = delays.map(([what, ms]) => `${what} ${ms}`).join(', ');
    if (told) console.log(`Delays in ms: ${told}`);
  });

  function soon(what, delay, limit = OTHERS_WITHIN) {
    delays.push([what, Math.round(delay)]);
    expect(delay, what).toBeLessThan(limit + SLACK);
  }

  return {
    /** A test with a stage of its own. */
    scenario:
      (options, body) =>
      async (...given) => {
        const stage = openClaudeStage(model, options);
        try {
          await body(stage, ...given);
        } finally {
          await stage.close();
        }
      },
    soon,
    /** The state is shown within its time from when the command line itself knew. */
    async prompt(stage, state, turn = {}) {
      const shown = await stage.reaches(state, turn);
      const waits = state === 'needs-you';
      const told = await stage.told(waits ? 'waiting' : 'idle');
      soon(state, shown - told, waits ? NEEDS_YOU : OTHERS_WITHIN);
    },
    /** When the model last gave the first turn of a script. */
    served: (name) => model.served.findLast((one) => one.name === name && one.step === 0)?.at ?? 0,
    /** Whether a later request of this script carried these words. */
    told: (name, words) =>
      model.requests.some(({ body }) => body.includes(`SCRIPT:${name}`) && body.includes(words)),
  };
}
