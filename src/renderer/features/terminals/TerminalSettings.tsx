import type { ComponentProps } from 'react';
import { SCROLLBACK, TERMINAL_FONT } from '../../../shared/contract/layout.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { openOverlay, useOverlays } from '../../page/overlays.ts';
import { changePreferences, useTheme } from '../../page/theme.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CONTROL, Field } from '../../ui/Field.tsx';

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
        <Field label="Size of the text, in pixels">
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
          label="Lines above the screen"
          hint="What is kept while a terminal is open here; sessions themselves keep 5000."
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
          label="Sound the bell when a program rings it"
          checked={chosen.bellSound}
          onToggle={(bellSound) => change({ bellSound })}
        />
        <Checkbox
          label="Ask before the window is closed while sessions work; they go on in the background"
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

/** A number that counts once it is one and within its limits. */
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
