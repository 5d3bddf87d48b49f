import { changeLayout, useLayout } from './layout.ts';

/** Agents without notices and sounds; remembered per project. */

const NONE: readonly string[] = [];

function mutedKey(feature: string, agent: string): string {
  return `${feature}/${agent}`;
}

export function isMuted(feature: string, agent: string): boolean {
  return (useLayout.getState().layout?.muted ?? NONE).includes(mutedKey(feature, agent));
}

export function useMuted(feature: string, agent: string): boolean {
  return useLayout((state) => (state.layout?.muted ?? NONE).includes(mutedKey(feature, agent)));
}

export function toggleMuted(feature: string, agent: string): void {
  const key = mutedKey(feature, agent);
  changeLayout((layout) => {
    const muted = layout.muted ?? NONE;
    const on = muted.includes(key);
    return { ...layout, muted: on ? muted.filter((one) => one !== key) : [...muted, key] };
  });
}
