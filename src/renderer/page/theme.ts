import { useEffect } from 'react';
import { create } from 'zustand';
import { DEFAULT_PREFERENCES, type Preferences } from '../../shared/contract/layout.ts';
import { type Api, useLink, useStream } from '../link/index.ts';

interface ThemeState {
  readonly preferences: Preferences;
  readonly dark: boolean;
}

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

export const useTheme = create<ThemeState>(() => ({
  preferences: DEFAULT_PREFERENCES,
  dark: systemDark.matches,
}));

/** Applies the theme to the page now and whenever the system's theme changes. */
export function followTheme(): void {
  const show = () => {
    const { theme } = useTheme.getState().preferences;
    const dark = theme === 'system' ? systemDark.matches : theme === 'dark';
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    if (useTheme.getState().dark !== dark) useTheme.setState({ dark });
  };
  systemDark.addEventListener('change', show);
  useTheme.subscribe(show);
  show();
}

/** Number of unsaved preference changes of this page. While there are any, values from the stream are outdated. */
let unwritten = 0;

/** Follows the preferences of this machine, which other windows may change too. */
export function usePreferencesFeed(): void {
  const { api } = useLink();
  const { value } = useStream('preferences', (signal) =>
    api.layout.watchPreferences(undefined, { signal }),
  );
  useEffect(() => {
    if (value && unwritten === 0) useTheme.setState({ preferences: value });
  }, [value]);
}

export async function changePreferences(api: Api, change: Partial<Preferences>): Promise<void> {
  const preferences = { ...useTheme.getState().preferences, ...change };
  useTheme.setState({ preferences });
  unwritten += 1;
  try {
    await api.layout.setPreferences(preferences);
  } finally {
    unwritten -= 1;
  }
}
