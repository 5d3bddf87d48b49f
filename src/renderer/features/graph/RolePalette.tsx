import { useState } from 'react';
import { useRoles } from '../../page/roles.ts';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { useRoleLook } from './roles.ts';

interface RolePaletteProps {
  readonly disabled: boolean;
  /** Starts a drag; resolves to true when it became one, false when it was a plain click. */
  onGrab(role: string, event: React.PointerEvent): Promise<boolean>;
  /** Menu entries that place a role without dragging. */
  entriesFor(role: string): readonly MenuEntry[];
}

/** The roles: drag one into a lane, or click it to choose a phase. */
export function RolePalette({ disabled, onGrab, entriesFor }: RolePaletteProps) {
  const roles = useRoles((state) => state.roles);
  return (
    <div role="toolbar" aria-label="Roles" className="flex min-w-0 flex-wrap items-center gap-1">
      {roles.map(({ name }) => (
        <Role key={name} role={name} disabled={disabled} onGrab={onGrab} entriesFor={entriesFor} />
      ))}
    </div>
  );
}

function Role({ role, disabled, onGrab, entriesFor }: RolePaletteProps & { role: string }) {
  const [open, setOpen] = useState(false);
  const { title, icon: Icon, colour } = useRoleLook(role);
  return (
    <Menu
      heading={`Add ${title} to`}
      entries={open ? entriesFor(role) : []}
      open={open}
      onOpenChange={setOpen}
    >
      <button
        type="button"
        disabled={disabled}
        aria-label={title}
        title={`${title}: drag into a phase, or click to choose one`}
        className="inline-flex h-6.5 touch-none select-none items-center gap-1 rounded-md border border-line bg-raised px-1.5 text-sm hover:bg-hover disabled:opacity-50"
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          // The menu opens on a click, so that a press can become a drag.
          event.preventDefault();
          onGrab(role, event).then((dragged) => !dragged && setOpen(true));
        }}
      >
        <Icon size={13} aria-hidden style={{ color: colour }} />
        <span className="hidden @3xl:inline">{title}</span>
      </button>
    </Menu>
  );
}
