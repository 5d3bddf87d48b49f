import { RotateCcw } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';

interface EndBannerProps {
  words: string;
  busy: boolean;
  onRestart(): void;
}

/** Says that a session is over, above its last screen, with the way to go on. */
export function EndBanner({ words, busy, onRestart }: EndBannerProps) {
  return (
    <div className="shrink-0 p-2">
      <Notice
        tone="info"
        title={words}
        live
        action={
          <Button icon={RotateCcw} disabled={busy} onClick={onRestart}>
            Start again
          </Button>
        }
      />
    </div>
  );
}
