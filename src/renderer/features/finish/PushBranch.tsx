import { Upload } from 'lucide-react';
import type { FinishView } from '../../../shared/contract/finish.ts';
import { Button } from '../../ui/Button.tsx';
import { pushedWords } from './finish-words.ts';

interface PushBranchProps {
  readonly view: FinishView;
  readonly busy: boolean;
  onPush(): void;
}

export function PushBranch({ view, busy, onPush }: PushBranchProps) {
  const needed = view.pushed === 'no' || view.pushed === 'behind';
  return (
    <section aria-label="Push" className="flex flex-wrap items-center gap-3">
      <div className="min-w-0 flex-1">
        <h3 className="font-medium">Push</h3>
        <p className="text-muted [overflow-wrap:anywhere]">{pushedWords(view)}</p>
      </div>
      <Button icon={Upload} disabled={busy || !view.remote || !needed} onClick={onPush}>
        Push
      </Button>
    </section>
  );
}
