/** Keys as labelled on the keyboard: `Ctrl+Shift+Z`. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd className="whitespace-nowrap rounded border border-line bg-sunken px-1 text-xs text-muted">
      {keys}
    </kbd>
  );
}
