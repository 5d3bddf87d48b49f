import type { Terminal } from '@xterm/xterm';

/**
 * Questions of programs about their terminal (position, attributes, modes, name) are answered by the host's screen, once
 * and also while nobody looks. A page that answered as well would type a second answer into the program.
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
