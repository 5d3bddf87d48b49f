import { useEffect } from 'react';
import { useLink } from '../../link/index.ts';
import { useTheme } from '../../page/theme.ts';

/**
 * Asks before the page is closed while sessions run, if the preference is set. Sessions outlive the page either way.
 */
export function useAskOnClose(living: boolean): void {
  const { shell } = useLink();
  const chosen = useTheme((state) => state.preferences.askOnClose);
  // The desktop shell has its own confirmation.
  const asks = chosen && living && shell === 'web';
  useEffect(() => {
    if (!asks) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [asks]);
}
