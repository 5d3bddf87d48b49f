import { Bell } from 'lucide-react';
import { useState } from 'react';
import type { Notices } from '../../../shared/contract/layout.ts';
import { noticePort, useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { openOverlay, useOverlays } from '../../page/overlays.ts';
import { type Sound, sound } from '../../page/sounds.ts';
import { changePreferences, useTheme } from '../../page/theme.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CONTROL, Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';

/** Dialog for notices and sounds on this machine, for all projects. */
export function NoticeSettings() {
  const { api } = useLink();
  const open = useOverlays((state) => state.open === 'notice-settings');
  const chosen = useTheme((state) => state.preferences.notices);
  const change = (next: Partial<Notices>) =>
    act(async () => {
      await changePreferences(api, { notices: { ...chosen, ...next } });
      return true;
    });
  return (
    <Dialog
      title="Notices and sounds"
      lead="For all projects on this machine. To mute a single agent, use the menu of its terminal."
      open={open}
      onClose={() => openOverlay(null)}
    >
      <div className="flex flex-col gap-3">
        <Checkbox
          label="System notices while the window does not have the focus"
          checked={chosen.desktop}
          onToggle={(desktop) => change({ desktop })}
        />
        {chosen.desktop && <Permission />}
        <SoundRow
          label="Sound when an agent needs you"
          which="needs-you"
          checked={chosen.needsYouSound}
          onToggle={(needsYouSound) => change({ needsYouSound })}
        />
        <SoundRow
          label="Sound when an agent has finished or a sync point is ready"
          which="finished"
          checked={chosen.finishedSound}
          onToggle={(finishedSound) => change({ finishedSound })}
        />
        <Checkbox
          label="Quiet hours: no notices, no sounds"
          checked={chosen.quiet}
          onToggle={(quiet) => change({ quiet })}
        />
        {chosen.quiet && (
          <div className="grid grid-cols-2 gap-3 pl-5">
            <Time
              label="From"
              value={chosen.quietFrom}
              onTime={(quietFrom) => change({ quietFrom })}
            />
            <Time label="To" value={chosen.quietTo} onTime={(quietTo) => change({ quietTo })} />
          </div>
        )}
      </div>
    </Dialog>
  );
}

/** Asks for the browser's permission to show notices; renders nothing when it is granted. */
function Permission() {
  const [port] = useState(noticePort);
  const [permission, setPermission] = useState(port.permission);
  if (permission === 'granted') return null;
  const refused = permission === 'refused';
  return (
    <Notice
      tone="info"
      title={titleOf(permission, port.refusal())}
      action={
        !refused && (
          <Button
            icon={Bell}
            onClick={async () => {
              await port.ask();
              setPermission(port.permission());
            }}
          >
            Allow notices
          </Button>
        )
      }
    >
      {refused &&
        (port.refusal() === null
          ? 'Allow notifications for this address in the settings of the browser.'
          : 'Allow notifications of Tributary in the settings of the system.')}
    </Notice>
  );
}

function titleOf(permission: 'refused' | 'unasked', refusal: string | null): string {
  if (permission === 'unasked') return 'The browser needs your permission to show notices.';
  return refusal === null
    ? 'The browser blocks notices of this page.'
    : `The system does not show notices: ${refusal}`;
}

interface SoundRowProps {
  label: string;
  which: Sound;
  checked: boolean;
  onToggle(on: boolean): Promise<unknown>;
}

function SoundRow({ label, which, checked, onToggle }: SoundRowProps) {
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <Checkbox label={label} checked={checked} onToggle={onToggle} />
      </div>
      <Button look="quiet" aria-label={`Listen to: ${label}`} onClick={() => sound(which)}>
        Listen
      </Button>
    </div>
  );
}

function Time(props: { label: string; value: string; onTime(value: string): void }) {
  return (
    <Field label={props.label}>
      {(ids) => (
        <input
          {...ids}
          type="time"
          className={CONTROL}
          defaultValue={props.value}
          onChange={({ target }) => {
            if (target.value !== '' && target.validity.valid) props.onTime(target.value);
          }}
        />
      )}
    </Field>
  );
}
