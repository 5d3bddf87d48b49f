import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApp } from '../server/server.js';

/** Starts the app on a free port for one test. */
export async function withApp(task) {
  const app = createApp().listen(0, '127.0.0.1');
  await new Promise((resolve) => app.once('listening', resolve));
  try {
    return await task(`http://127.0.0.1:${app.address().port}`);
  } finally {
    app.closeAllConnections();
    app.close();
  }
}

test('lists notes', () =>
  withApp(async (url) => {
    const notes = await (await fetch(`${url}/api/notes`)).json();
    assert.equal(notes[0].author, 'Ada');
  }));
