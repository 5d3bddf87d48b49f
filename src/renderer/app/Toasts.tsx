import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import { type FocusEvent, useEffect, useState } from 'react';
import { Toaster, toast, useSonner } from 'sonner';
import { useTheme } from '../page/theme.ts';
import { ReadErrors } from './read-errors.ts';
import './toasts.css';

/** Keys that lead into the toasts; Tab goes on to their buttons. */
const HOTKEY = ['altKey', 'KeyN'];

/** Above the status bar, beside the rail. */
const OFFSET = { bottom: 36, left: 52 };

const KINDS = ['error', 'warning', 'success', 'info'] as const;
type Kind = (typeof KINDS)[number];

/** What a toast is, for those who do not see its colour. */
const LOOKS: Record<Kind, { readonly icon: LucideIcon; readonly words: string }> = {
  error: { icon: CircleAlert, words: 'Error' },
  warning: { icon: TriangleAlert, words: 'Warning' },
  success: { icon: CircleCheck, words: 'Done' },
  info: { icon: Info, words: 'Note' },
};

/**
 * The toasts of the window. An error stays until it is dismissed, or the person works on after it could be read; the
 * same one is shown once.
 */
export function Toasts() {
  const dark = useTheme((state) => state.dark);
  useKeptErrors();
  useReadErrors();
  useRoles();
  return (
    <div onBlurCapture={letGo}>
      <Toaster
        theme={dark ? 'dark' : 'light'}
        // Buttons stand at the right of bars, panes and dialogs.
        position="bottom-left"
        offset={OFFSET}
        closeButton
        visibleToasts={3}
        hotkey={HOTKEY}
        icons={Object.fromEntries(KINDS.map((kind) => [kind, <Icon key={kind} kind={kind} />]))}
        toastOptions={{ classNames: { toast: 'toast', description: 'toast-detail' } }}
      />
    </div>
  );
}

/** The library gives the focus back to where it came from, also to whoever goes on with Tab: that would be a trap. */
function letGo(event: FocusEvent<HTMLElement>): void {
  const to = event.relatedTarget;
  if (to instanceof Node && !event.currentTarget.contains(to)) event.stopPropagation();
}

function Icon({ kind }: { kind: Kind }) {
  const { icon: Sign, words } = LOOKS[kind];
  return <Sign size={16} role="img" aria-label={words} />;
}

function useKeptErrors(): void {
  const { toasts } = useSonner();
  useEffect(() => {
    const errors = toasts.filter(({ type }) => type === 'error');
    for (const [index, error] of errors.entries()) {
      const { id, title, description, duration } = error;
      const again = errors
        .slice(0, index)
        .some((newer) => newer.title === title && newer.description === description);
      if (again) toast.dismiss(id);
      else if (duration !== Number.POSITIVE_INFINITY)
        toast.error(title, { id, duration: Number.POSITIVE_INFINITY });
    }
  }, [toasts]);
}

/** What an error asks for may lie under it: a press elsewhere on the page takes away what has been read. */
function useReadErrors(): void {
  const { toasts } = useSonner();
  const [errors] = useState(() => new ReadErrors());
  useEffect(() => {
    const shown = toasts.filter(({ type }) => type === 'error').map(({ id }) => id);
    errors.shown(shown, performance.now());
  }, [toasts, errors]);
  useEffect(() => {
    const pressed = ({ target }: PointerEvent) => {
      if (target instanceof Element && target.closest('[data-sonner-toaster]')) return;
      for (const id of errors.read(performance.now())) toast.dismiss(id);
    };
    document.addEventListener('pointerdown', pressed, true);
    return () => document.removeEventListener('pointerdown', pressed, true);
  }, [errors]);
}

/** An error interrupts what is being read out, everything else waits for its turn. */
function useRoles(): void {
  useEffect(() => {
    // Drawn by the library one moment after it tells of them.
    const timer = setTimeout(() => {
      for (const element of document.querySelectorAll<HTMLElement>('[data-sonner-toast]')) {
        const content = element.querySelector('[data-content]');
        const role = element.dataset['type'] === 'error' ? 'alert' : 'status';
        if (content && content.getAttribute('role') !== role) content.setAttribute('role', role);
      }
    });
    return () => clearTimeout(timer);
  });
}
