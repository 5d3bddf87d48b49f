const notes = [{ id: 1, author: 'Ada', text: 'Buoy 7 is back in place.' }];

export function listNotes() {
  return notes;
}

export function addNote({ author, text }) {
  const note = { id: notes.length + 1, author, text };
  notes.push(note);
  return note;
}
