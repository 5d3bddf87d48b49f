import type { ComponentProps } from 'react';
import { SCROLLBACK, TERMINAL_FONT } from '../../../shared/contract/layout.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { openOverlay, useOverlays } from '../../page/overlays.ts';
import { changePreferences, useTheme } from '../../page/theme.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CONTROL, Field } from '../../ui/Field.tsx';

/** Dialog for the appearance and behaviour of terminals on this machine, for all projects. */
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
          label="Draw with WebGL (at most eight visible terminals)"
          checked={chosen.terminalRenderer === 'webgl'}
          onToggle={(on) => change({ terminalRenderer: on ? 'webgl' : 'dom' })}
        />
        <Field label="Font size, in pixels">
          {(ids) => (
            <NumberInput
              {...ids}
              value={chosen.terminalFontSize}
              min={TERMINAL_FONT.least}
              max={TERMINAL_FONT.most}
              step={0.5}
              onValue={(terminalFontSize) => change({ terminalFontSize })}
            />
          )}
        </Field>
        <Field
          label="Scrollback lines"
          hint="Kept while a terminal is open here; the session host keeps 5000."
        >
          {(ids) => (
            <NumberInput
              {...ids}
              value={chosen.terminalScrollback}
              min={SCROLLBACK.least}
              max={SCROLLBACK.most}
              step={100}
              onValue={(terminalScrollback) => change({ terminalScrollback })}
            />
          )}
        </Field>
        <Checkbox
          label="Play a sound when a program rings the bell"
          checked={chosen.bellSound}
          onToggle={(bellSound) => change({ bellSound })}
        />
        <Checkbox
          label="Ask before closing the window while sessions run (they keep running in the background)"
          checked={chosen.askOnClose}
          onToggle={(askOnClose) => change({ askOnClose })}
        />
      </div>
    </Dialog>
  );
}

interface NumberInputProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  value: number;
  min: number;
  max: number;
  onValue(value: number): void;
}

/** Number field that reports only valid numbers within its limits. */
function NumberInput({ value, min, max, onValue, ...rest }: NumberInputProps) {
  return (
    <input
      {...rest}
      type="number"
      className={CONTROL}
      defaultValue={value}
      min={min}
      max={max}
      onChange={(event) => {
        const next = event.target.valueAsNumber;
        if (next >= min && next <= max && next !== value && event.target.validity.valid)
          onValue(next);
      }}
    />
  );
}
