import type { TrustItem } from '../../../shared/contract/trust.ts';

/** What would run, literally, with the file that contains it. */
export function TrustItems({ items }: { items: readonly TrustItem[] }) {
  return (
    <ul className="flex flex-col gap-2">
      {items.map((item) => (
        <li key={`${item.kind}:${item.where}:${item.text}`}>
          <p className="flex flex-wrap gap-x-2 text-sm">
            <span className="font-medium">{item.kind}</span>
            <code className="text-muted text-xs">{item.where}</code>
          </p>
          <pre className="max-h-72 overflow-auto whitespace-pre-wrap rounded-md border border-line bg-sunken px-2 py-1 [overflow-wrap:anywhere]">
            {item.text}
          </pre>
        </li>
      ))}
    </ul>
  );
}
