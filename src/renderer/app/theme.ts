import { create } from 'zustand';
import { DEFAULT_PREFERENCES, type Preferences } from '../../shared/contract/layout.ts';
import type { Api } from '../link/index.ts';

interface ThemeState {
  readonly preferences: Preferences;
  readonly dark: boolean;
}

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

export const useTheme = create<ThemeState>(() => ({
  preferences: DEFAULT_PREFERENCES,
  dark: systemDark.matches,
}));

/** Puts the theme on the page now and whenever the system's changes. */
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

export async function loadPreferences(api: Api): Promise<void> {
  useTheme.setState({ preferences: await api.layout.preferences() });
}

export async function changePreferences(api: Api, change: Partial<Preferences>): Promise<void> {
  const preferences = { ...useTheme.getState().preferences, ...change };
  useTheme.setState({ preferences });
  await api.layout.setPreferences(preferences);
}
