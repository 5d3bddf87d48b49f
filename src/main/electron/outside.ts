import { shell } from 'electron';
import { log } from '../core/log.ts';
import { outsideAddress } from './links.ts';

/** The one place from which the system is asked to open an address; true where it is one of the web. */
export function openOutside(text: string): boolean {
  const address = outsideAddress(text);
  if (!address) return false;
  shell
    .openExternal(address)
    .catch((thrown: unknown) => log.error('an address could not be opened', thrown));
  return true;
}
