/** "1.5 kB"; "none" for null. */
export function sizeWords(bytes: number | null): string {
  if (bytes === null) return 'none';
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

const MINUTE = 60_000;
const UNITS = [
  { unit: 'day', long: 24 * 60 * MINUTE },
  { unit: 'hour', long: 60 * MINUTE },
  { unit: 'minute', long: MINUTE },
] as const;

/** "3 hours ago"; times in milliseconds since the epoch. */
export function agoWords(at: number, now: number): string {
  for (const { unit, long } of UNITS) {
    const count = Math.floor((now - at) / long);
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
  }
  return 'just now';
}

/** "12 days left", rounded up; times in milliseconds since the epoch. */
export function leftWords(until: number, now: number): string {
  const days = Math.max(0, Math.ceil((until - now) / (24 * 60 * MINUTE)));
  return days === 1 ? '1 day left' : `${days} days left`;
}

/** "4 min", "2 h", "3 d"; null for less than a minute. */
export function longWords(milliseconds: number): string | null {
  const minutes = Math.floor(milliseconds / MINUTE);
  if (minutes < 1) return null;
  if (minutes < 60) return `${minutes} min`;
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}

/** "3 s", "4 min", "2 h": an age, in seconds below one minute. */
export function agedWords(milliseconds: number): string {
  return longWords(milliseconds) ?? `${Math.max(1, Math.round(milliseconds / 1000))} s`;
}
