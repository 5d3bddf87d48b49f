import { longWords } from './measure.ts';
import { useNow } from './use-now.ts';

/** The time since `at`, shown from one minute on. */
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
