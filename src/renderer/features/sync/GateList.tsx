import { Check, Circle, ShieldAlert, X } from 'lucide-react';
import { useState } from 'react';
import type { GateItem } from '../../../shared/contract/run.ts';
import { useLink } from '../../link/index.ts';
import { act, askTrust } from '../../page/act.ts';
import { AsOf } from '../../ui/AsOf.tsx';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { CONTROL } from '../../ui/Field.tsx';
import { canOverride, type Decisions, isTick } from './gate.ts';
import type { MergeOrder } from './merge-order.ts';

interface GateListProps {
  readonly order: MergeOrder;
  readonly gate: readonly GateItem[];
  /** The sync point is done, so there is nothing left to decide. */
  readonly closed: boolean;
  readonly decisions: Decisions;
  readonly onDecide: (decisions: Decisions) => void;
}

/** The checklist of a sync point: evaluated items, ticks, and overrides with a reason. */
export function GateList({ order, gate, closed, decisions, onDecide }: GateListProps) {
  return (
    <section aria-label="Checklist" className="flex flex-col gap-1">
      <h3 className="font-medium text-muted text-sm">Checklist</h3>
      {gate.length === 0 && (
        <p className="text-muted text-sm">
          {closed
            ? 'All items were met or overridden when it landed; the journal has the reasons.'
            : 'Nothing to check yet.'}
        </p>
      )}
      <ul className="flex flex-col">
        {gate.map((item) => (
          <li key={item.id} className="border-line border-b py-1">
            <Item
              order={order}
              item={item}
              closed={closed}
              decisions={decisions}
              onDecide={onDecide}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

type ItemProps = Omit<GateListProps, 'gate'> & { readonly item: GateItem };

function Item({ order, item, closed, decisions, onDecide }: ItemProps) {
  const { api } = useLink();
  const reason = decisions.overrides[item.id];
  const met = item.state === 'pass' || item.state === 'overridden';
  if (isTick(item)) {
    const on = item.state === 'pass';
    return (
      <Checkbox
        label={item.message}
        checked={on}
        disabled={closed}
        onToggle={(next) => act(() => api.run.tick({ ...order, item: item.id, on: next }))}
      />
    );
  }
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-start gap-2">
        <Mark item={item} overridden={reason !== undefined} />
        <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{item.message}</span>
        {item.asOf !== undefined && <AsOf at={item.asOf} />}
        {!met && !closed && item.id === 'trusted' && (
          <Button look="quiet" onClick={() => void askTrust()}>
            See what runs
          </Button>
        )}
        {!met && !reason && !closed && canOverride(item) && (
          <Override
            onReason={(given) =>
              onDecide({ ...decisions, overrides: { ...decisions.overrides, [item.id]: given } })
            }
          />
        )}
      </div>
      {reason && <p className="pl-5.5 text-muted text-sm">Overridden: {reason}</p>}
      {!met && !closed && item.id === 'committed' && (
        <label className="flex items-center gap-2 pl-5.5 text-sm">
          <input
            type="checkbox"
            className="accent-[var(--accent)]"
            checked={decisions.commitLeftovers}
            onChange={(event) => onDecide({ ...decisions, commitLeftovers: event.target.checked })}
          />
          Commit uncommitted changes when merging
        </label>
      )}
    </div>
  );
}

function Mark({ item, overridden }: { item: GateItem; overridden: boolean }) {
  const shape = 'mt-1 shrink-0';
  if (overridden || item.state === 'overridden') {
    return <ShieldAlert size={13} aria-label="overridden" className={`${shape} text-needs`} />;
  }
  if (item.state === 'pass') {
    return <Check size={13} aria-label="met" className={`${shape} text-finished`} />;
  }
  if (item.state === 'fail') {
    return <X size={13} aria-label="not met" className={`${shape} text-failed`} />;
  }
  return <Circle size={13} aria-label="open" className={`${shape} text-muted`} />;
}

/** Focuses the field that replaces the button; else the typed letters would act as shortcuts. */
const focusOnce = (field: HTMLInputElement | null) => field?.focus();

function Override({ onReason }: { onReason(reason: string): void }) {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  if (!asking) {
    return (
      <Button look="quiet" onClick={() => setAsking(true)}>
        Override
      </Button>
    );
  }
  return (
    <form
      className="flex min-w-0 flex-1 gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim()) onReason(reason.trim());
      }}
    >
      <input
        ref={focusOnce}
        aria-label="Reason for the override"
        placeholder="Reason, kept in the journal"
        className={CONTROL}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setAsking(false);
        }}
      />
      <Button type="submit" disabled={!reason.trim()}>
        Keep
      </Button>
    </form>
  );
}
