import { create } from 'zustand';
import type { Preferences } from '../../shared/contract/layout.ts';
import type { Api } from '../link/index.ts';

interface ThemeState {
  readonly preferences: Preferences;
  readonly dark: boolean;
}

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

export const useTheme = create<ThemeState>(() => ({
  preferences: { theme: 'system', terminalFontSize: 12.5 },
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

export async function chooseTheme(api: Api, theme: Preferences['theme']): Promise<void> {
  const preferences = { ...useTheme.getState().preferences, theme };
  useTheme.setState({ preferences });
  await api.layout.setPreferences(preferences);
}
