import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import { type FocusEvent, useEffect, useState } from 'react';
import { Toaster, toast, useSonner } from 'sonner';
import { useTheme } from '../page/theme.ts';
import { ReadErrors } from './read-errors.ts';
import './toasts.css';

/** Shortcut that focuses the toasts; Tab then moves to their buttons. */
const HOTKEY = ['altKey', 'KeyN'];

/** Offset in pixels: above the status bar, next to the rail. */
const OFFSET = { bottom: 36, left: 52 };

const KINDS = ['error', 'warning', 'success', 'info'] as const;
type Kind = (typeof KINDS)[number];

/** Label and icon per kind of toast, so that the kind is not shown by colour alone. */
const LOOKS: Record<Kind, { readonly icon: LucideIcon; readonly words: string }> = {
  error: { icon: CircleAlert, words: 'Error' },
  warning: { icon: TriangleAlert, words: 'Warning' },
  success: { icon: CircleCheck, words: 'Done' },
  info: { icon: Info, words: 'Note' },
};

/**
 * The toasts of the window. An error stays until it is dismissed, or until it has been visible long enough to read and
 * the person works on. Identical errors are shown once.
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
        // At the left, because buttons are at the right of bars, panes and dialogs.
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

/** The library returns the focus to where it came from even on Tab, which would trap the keyboard. */
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

/**
 * Dismisses errors that have been readable long enough on a press elsewhere, because they may cover what the person
 * needs.
 */
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

/** Screen readers announce errors immediately and other toasts when they are idle. */
function useRoles(): void {
  useEffect(() => {
    // The library draws toasts one task after it reports them.
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
