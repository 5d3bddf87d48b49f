/** What became of a prompt that was given to an agent. */
export function askedWords(state: 'sent' | 'queued' | 'started', who: string): string {
  switch (state) {
    case 'sent':
      return `Sent to ${who}.`;
    case 'queued':
      return `${who} is busy: it gets this as soon as it is idle.`;
    case 'started':
      return `${who} had no session; one is started with it.`;
  }
}
