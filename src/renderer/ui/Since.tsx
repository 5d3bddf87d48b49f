import { longWords } from './measure.ts';
import { useNow } from './use-now.ts';

/** How long something has been so, once that is a minute. */
export function Since({ at }: { at: number }) {
  const words = longWords(useNow() - at);
  if (!words) return null;
  return (
    <time
      className="shrink-0 whitespace-nowrap text-muted text-xs"
      dateTime={new Date(at).toISOString()}
      title={`Since ${new Date(at).toLocaleString()}`}
    >
      {words}
    </time>
  );
}
