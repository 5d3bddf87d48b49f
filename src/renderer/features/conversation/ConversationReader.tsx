import { useSheets } from '../../page/sheets.ts';
import { ConversationSheet } from './ConversationSheet.tsx';

/** The conversation of an agent, while its sheet is open. */
export function ConversationReader() {
  const target = useSheets((state) => state.conversation);
  return target && <ConversationSheet key={target.agent} target={target} />;
}
