import { toast } from 'sonner';
import { assertNever } from '../../shared/result.ts';
import type { Trouble } from '../link/index.ts';
import { inPageWords } from './claude.ts';

interface Words {
  readonly title: string;
  readonly detail: string;
}

/** Says what went wrong and what to do; null when nothing needs to be said. */
export function describeTrouble(trouble: Trouble): Words | null {
  switch (trouble.kind) {
    case 'failure':
      return { title: trouble.failure.message, detail: inPageWords(trouble.failure.remedy) };
    case 'bug':
      return {
        title: 'Something went wrong inside Tributary.',
        detail: trouble.incident
          ? `The log has the details under incident ${trouble.incident}.`
          : 'The log has the details.',
      };
    case 'lost':
      return {
        title: 'The connection was lost before the answer arrived.',
        detail:
          'The request may or may not have been carried out; check once the connection is back.',
      };
    case 'cancelled':
      return null;
    default:
      return assertNever(trouble);
  }
}

export function showTrouble(trouble: Trouble): void {
  const words = describeTrouble(trouble);
  if (words) toast.error(words.title, { description: words.detail });
}
