import { Terminal } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { ARRANGEMENTS, type Arrangement, arrange } from './arrangement.ts';

interface ArrangementBarProps {
  arrangement: Arrangement;
  shellOpen: boolean;
  onOpenShell(): void;
}

/** How the terminals are laid out, and the way to a shell of one's own. */
export function ArrangementBar({ arrangement, shellOpen, onOpenShell }: ArrangementBarProps) {
  return (
    <div
      role="toolbar"
      aria-label="Arrange terminals"
      className="flex h-8 shrink-0 items-center gap-1 border-line border-b px-1"
    >
      {ARRANGEMENTS.map(({ id, label, icon }) => (
        <IconButton
          key={id}
          label={label}
          icon={icon}
          aria-pressed={arrangement === id}
          onClick={() => arrange(id)}
        />
      ))}
      <span className="flex-1" />
      {!shellOpen && (
        <Button look="quiet" icon={Terminal} onClick={onOpenShell}>
          Open a shell
        </Button>
      )}
    </div>
  );
}
