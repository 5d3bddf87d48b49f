import { defaultTitle, shownTitle } from '../../../shared/names.ts';
import type { Sync } from '../../../shared/plan/model.ts';
import { syncFields } from '../../../shared/plan/schema.ts';
import { usePlanEditing } from '../../page/edit.ts';
import { showPane } from '../../page/panes.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { CONTROL, Field } from '../../ui/Field.tsx';
import { StateChip } from '../../ui/StateChip.tsx';
import { linesToList, linesToSteps, listToLines, stepsToLines } from './lists.ts';
import { MergeOrder } from './MergeOrder.tsx';
import { NumberField } from './NumberField.tsx';
import { TextField } from './TextField.tsx';

interface SyncFormProps {
  readonly name: string;
  readonly sync: Sync;
  readonly frozen: boolean;
}

export function SyncForm({ name, sync, frozen }: SyncFormProps) {
  const editing = usePlanEditing();
  const live = useWorkspace((state) => state.run?.syncs.find((one) => one.name === name) ?? null);
  const accept = useWorkspace((state) => state.plan?.plan?.accept);
  type Fields = { [F in keyof Sync]?: Sync[F] | null };
  const update = (set: Fields) => editing.edit({ kind: 'updateSync', key: name, set });
  const write = (set: Fields, typing: string) =>
    editing.write({ kind: 'updateSync', key: name, set }, typing);
  return (
    <>
      <header className="flex flex-wrap items-center gap-2">
        <h2 className="min-w-0 truncate font-semibold text-lg" dir="auto">
          {shownTitle(sync, name)}
        </h2>
        <StateChip state={live?.state ?? 'waiting'} />
        <span className="flex-1" />
        <Button onClick={() => showPane('sync')}>Go to the merge</Button>
      </header>
      <div className="grid grid-cols-1 gap-3 @xl:grid-cols-2 @4xl:grid-cols-3">
        <div className="flex min-w-0 flex-col gap-3">
          <div className="grid grid-cols-2 gap-3">
            <TextField
              label="Title"
              value={sync.title ?? ''}
              placeholder={defaultTitle(name)}
              frozen={frozen}
              commit={(text, typing) => write({ title: text.trim() || null }, typing)}
            />
            <TextField
              code
              onLeave
              label="Key"
              value={name}
              frozen={frozen}
              disabled={live?.commit != null}
              commit={(to, typing) => editing.write({ kind: 'renameSync', key: name, to }, typing)}
            />
            <Field label="Strategy">
              {(ids) => (
                <select
                  {...ids}
                  className={CONTROL}
                  disabled={frozen}
                  value={sync.strategy ?? 'merge'}
                  onChange={(event) =>
                    update({ strategy: event.target.value === 'squash' ? 'squash' : null })
                  }
                >
                  <option value="merge">Merge commits</option>
                  <option value="squash">Squash</option>
                </select>
              )}
            </Field>
            <NumberField
              label="Time limit (s)"
              placeholder="none"
              value={sync.timeout}
              schema={syncFields.shape.timeout}
              wanted="a number of seconds"
              frozen={frozen}
              save={(timeout, typing) => write({ timeout }, typing)}
            />
          </div>
        </div>
        <MergeOrder name={name} sync={sync} disabled={frozen} update={update} />
        <div className="flex min-w-0 flex-col gap-3">
          <TextField
            code
            label="Verification"
            rows={3}
            hint="One shell command per line; claude: /command asks claude."
            value={stepsToLines(sync.verify)}
            frozen={frozen}
            commit={(text, typing) => write({ verify: linesToSteps(text) }, typing)}
          />
          <TextField
            label="Checklist to tick by hand"
            rows={3}
            value={listToLines(sync.checklist)}
            frozen={frozen}
            commit={(text, typing) => write({ checklist: linesToList(text) }, typing)}
          />
          <Checkbox
            label="In this plan, accept finished agents automatically when their work is committed, clean and within scope. Merging stays your decision."
            checked={accept === 'facts'}
            disabled={frozen}
            onToggle={(on) => editing.edit({ kind: 'setAccept', accept: on ? 'facts' : 'person' })}
          />
        </div>
      </div>
    </>
  );
}
