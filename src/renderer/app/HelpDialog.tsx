import { chordWords } from '../page/keys.ts';
import { openOverlay, useOverlays } from '../page/overlays.ts';
import { onMac } from '../page/platform.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { COMMANDS } from './commands.ts';

/** Keys of single panes and dialogs, which are not commands. */
const LOCAL_KEYS: readonly { keys: string; title: string }[] = [
  { keys: 'Tab', title: 'Go to the next node, edge or control' },
  { keys: '← → ↑ ↓', title: 'Go from node to node in the plan graph' },
  { keys: 'Enter', title: 'Open the node in the inspector, or select the edge' },
  { keys: 'Shift+Click', title: 'Add a node to the selection' },
  { keys: 'Esc', title: 'Cancel a drag, close a dialog or menu' },
  { keys: '1 … 9', title: 'Go to a terminal' },
  { keys: 'Alt+N', title: 'Go to the notices' },
  { keys: 'F6', title: 'Leave the terminal' },
  { keys: 'J / K', title: 'Next and previous inbox item, or file of a review' },
  { keys: 'D', title: 'Deny with a message (on a request in the inbox)' },
  { keys: 'V', title: 'Mark the file as viewed and go to the next (in a review)' },
  { keys: 'C', title: 'Comment on the line (in a review)' },
  { keys: 'F7', title: 'Next conflict, with Shift the previous one (in the resolver)' },
  { keys: 'Alt+1 / 2 / 3', title: 'Take the first version, the second, or both (in the resolver)' },
  { keys: 'Ctrl+Enter', title: 'Accept the file (in the resolver), add the comment (in a review)' },
];

/** Dialog that lists all keys. */
export function HelpDialog() {
  const open = useOverlays((state) => state.open === 'help');
  const keyed = COMMANDS.flatMap((command) =>
    command.chord && !command.id.startsWith('terminal.')
      ? [
          {
            keys: chordWords(command.chord, onMac),
            title: command.inGraph ? `${command.title} (in the plan graph)` : command.title,
          },
        ]
      : [],
  );
  return (
    <Dialog wide title="Keyboard help" open={open} onClose={() => openOverlay(null)}>
      <dl className="grid grid-cols-1 gap-x-6 gap-y-1.5 sm:grid-cols-2">
        {[...keyed, ...LOCAL_KEYS].map(({ keys, title }) => (
          <div key={title} className="flex items-baseline justify-between gap-3">
            <dt className="min-w-0">{title}</dt>
            <dd>
              <Kbd keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
