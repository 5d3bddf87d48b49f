const list = document.querySelector('#notes');
const notes = await (await fetch('/api/notes')).json();
for (const note of notes) {
  const item = document.createElement('li');
  item.textContent = `${note.author}: ${note.text}`;
  list.append(item);
}
