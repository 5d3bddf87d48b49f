import { TERMINAL_FONT } from '../../../shared/contract/layout.ts';
import type { Api } from '../../link/index.ts';
import { changePreferences, useTheme } from '../../page/theme.ts';

/** Makes the text of all terminals larger or smaller by a pixel, or as at first (0). */
export async function changeFont(api: Api, step: -1 | 0 | 1): Promise<void> {
  const { least, most, normal } = TERMINAL_FONT;
  const now = useTheme.getState().preferences.terminalFontSize;
  const next = step === 0 ? normal : Math.min(most, Math.max(least, now + step));
  if (next !== now) await changePreferences(api, { terminalFontSize: next });
}
