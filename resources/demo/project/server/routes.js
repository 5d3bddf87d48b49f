import { addNote, listNotes } from './store.js';

/** Method and path to handler; a handler answers the JSON body, or undefined for "not found". */
export const routes = {
  'GET /api/notes': () => listNotes(),
  'POST /api/notes': async (request) => addNote(await readJson(request)),
};

async function readJson(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}
