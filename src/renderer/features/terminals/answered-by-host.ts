import type { Terminal } from '@xterm/xterm';

/**
 * Stops xterm.js from answering terminal queries (position, attributes, modes, name). The host's screen answers each
 * query once, even with no viewer; a second answer from the page would arrive as typed input.
 */
export function leaveToHost(terminal: Terminal): void {
  const { parser } = terminal;
  const swallow = () => true;
  for (const prefix of ['', '>', '=']) {
    parser.registerCsiHandler(prefix ? { prefix, final: 'c' } : { final: 'c' }, swallow);
  }
  for (const prefix of ['', '?']) {
    parser.registerCsiHandler(prefix ? { prefix, final: 'n' } : { final: 'n' }, swallow);
    const mode = { intermediates: '$', final: 'p' };
    parser.registerCsiHandler(prefix ? { prefix, ...mode } : mode, swallow);
  }
  parser.registerCsiHandler({ prefix: '>', final: 'q' }, swallow);
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, swallow);
}
