import { shell } from 'electron';
import { log } from '../core/log.ts';
import { outsideAddress } from './links.ts';

/** The only place that asks the system to open a URL. True for web URLs. */
export function openOutside(text: string): boolean {
  const address = outsideAddress(text);
  if (!address) return false;
  shell
    .openExternal(address)
    .catch((thrown: unknown) => log.error('an address could not be opened', thrown));
  return true;
}
