/** Says what happened to a prompt given to an agent. */
export function askedWords(state: 'sent' | 'queued' | 'started', who: string): string {
  switch (state) {
    case 'sent':
      return `Sent to ${who}.`;
    case 'queued':
      return `${who} is busy; the prompt is queued until it is idle.`;
    case 'started':
      return `${who} had no session; a session is being started with the prompt.`;
  }
}
