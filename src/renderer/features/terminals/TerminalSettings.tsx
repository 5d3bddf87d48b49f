import { act } from '../../app/act.ts';
import { openOverlay, useOverlays } from '../../app/overlays.ts';
import { changePreferences, useTheme } from '../../app/theme.ts';
import { useLink } from '../../link/index.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Dialog } from '../../ui/Dialog.tsx';

/** How terminals look and behave on this machine, whatever the project. */
export function TerminalSettings() {
  const { api } = useLink();
  const open = useOverlays((state) => state.open === 'terminal-settings');
  const chosen = useTheme((state) => state.preferences);
  const change = (next: Parameters<typeof changePreferences>[1]) =>
    act(async () => {
      await changePreferences(api, next);
      return true;
    });
  return (
    <Dialog
      title="Terminals"
      lead="For all projects on this machine."
      open={open}
      onClose={() => openOverlay(null)}
    >
      <div className="flex flex-col gap-3">
        <Checkbox
          label="Draw with WebGL, up to eight terminals in view at a time"
          checked={chosen.terminalRenderer === 'webgl'}
          onToggle={(on) => change({ terminalRenderer: on ? 'webgl' : 'dom' })}
        />
      </div>
    </Dialog>
  );
}
