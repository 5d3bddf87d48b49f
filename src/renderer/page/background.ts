import { changeLayout, useLayout } from './layout.ts';

/** Sessions that run without a visible terminal; remembered per project. */

const NONE: readonly string[] = [];

export function backgroundKey(feature: string, agent: string): string {
  return `${feature}/${agent}`;
}

export function useBackground(): readonly string[] {
  return useLayout((state) => state.layout?.background ?? NONE);
}

export function sendToBackground(keys: readonly string[]): void {
  changeLayout((layout) => ({
    ...layout,
    background: [...new Set([...(layout.background ?? NONE), ...keys])],
  }));
}

export function bringBack(keys: readonly string[]): void {
  const { layout } = useLayout.getState();
  if (!layout?.background?.some((key) => keys.includes(key))) return;
  changeLayout((now) => ({
    ...now,
    background: (now.background ?? NONE).filter((key) => !keys.includes(key)),
  }));
}
