let failures = 0;

/** Says whether something holds; what does not is counted, and the rest is looked at all the same. */
export function expectThat(what, holds, detail = '') {
  console.log(`${holds ? 'ok' : 'FAILED'}  ${what}${detail ? `: ${detail}` : ''}`);
  if (!holds) failures += 1;
}

export function failed() {
  return failures > 0;
}

/** Polls until a condition gives something; throws after `within` milliseconds. */
export async function eventually(what, condition, within = 30_000) {
  const deadline = Date.now() + within;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`Not within ${within / 1000} s: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
