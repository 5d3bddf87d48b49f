import { TERMINAL_FONT } from '../../../shared/contract/layout.ts';
import type { Api } from '../../link/index.ts';
import { changePreferences, useTheme } from '../../page/theme.ts';

/** Changes the font size of all terminals by one pixel, or resets it (0). */
export async function changeFont(api: Api, step: -1 | 0 | 1): Promise<void> {
  const { least, most, normal } = TERMINAL_FONT;
  const now = useTheme.getState().preferences.terminalFontSize;
  const next = step === 0 ? normal : Math.min(most, Math.max(least, now + step));
  if (next !== now) await changePreferences(api, { terminalFontSize: next });
}
