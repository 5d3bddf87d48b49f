import { useEffect, useState } from 'react';
import type { Proposal, ProposedAgent } from '../../../shared/contract/plan-new.ts';
import { counted } from '../../../shared/count-words.ts';
import { defaultTitle } from '../../../shared/names.ts';
import { visible } from '../../../shared/visible.ts';
import { Notice } from '../../ui/Notice.tsx';
import type { ProposalState } from './use-proposal.ts';

/** Milliseconds before a loading message appears; faster answers show none. */
const WAITS_AFTER_MS = 500;

/** Preview of the plan: its agents with scope, prompt and reason, and the verification of its sync points. */
export function ProposalList({ proposal, trouble }: ProposalState) {
  const slow = useSlow(proposal === null && trouble === null);
  if (trouble) {
    return (
      <Notice live tone="bad" title="The plan cannot be proposed.">
        {trouble}
      </Notice>
    );
  }
  if (!proposal) {
    return (
      <p role="status" className="min-h-10 text-muted text-sm">
        {slow ? 'Analysing the repository…' : ''}
      </p>
    );
  }
  if (proposal.agents.length === 0) return null;
  return (
    <section aria-label="Proposed agents" className="flex flex-col gap-1.5">
      <h3 className="font-medium text-muted text-sm">
        Fitted to this repository
        <span className="font-normal"> · {filesWords(proposal)}</span>
      </h3>
      <ul className="divide-y divide-line rounded-md border border-line">
        {proposal.agents.map((agent) => (
          <Row key={agent.key} agent={agent} />
        ))}
      </ul>
      <p className="text-sm">
        <span className="text-muted">{verifyWords(proposal)} </span>
        {proposal.verify.map((line, index) => (
          <span key={line}>
            {index > 0 && ', '}
            <code className="text-xs">{line}</code>
          </span>
        ))}
      </p>
      {proposal.notes.length > 0 && (
        <ul className="list-disc pl-5 text-muted text-sm">
          {proposal.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ agent }: { agent: ProposedAgent }) {
  const { key, title, phase, scope, reason, prompt } = agent;
  return (
    <li
      aria-label={title}
      className="grid grid-cols-[7.5rem_minmax(0,1fr)_5.5rem] items-baseline gap-x-3 px-2 py-1.5"
    >
      <span className="min-w-0">
        <span className="block truncate font-medium">{title}</span>
        <span className="block truncate text-muted text-xs">{defaultTitle(phase)}</span>
      </span>
      <span className="min-w-0 text-muted text-sm [overflow-wrap:anywhere]">
        <Reason reason={reason} scope={scope} />
      </span>
      <span title={prompt} className="truncate text-right text-muted text-xs" data-prompt-of={key}>
        {promptWords(agent)}
      </span>
    </li>
  );
}

/** The reason, with its globs set as code. */
function Reason({ reason, scope }: Pick<ProposedAgent, 'reason' | 'scope'>) {
  const parts: { readonly at: number; readonly text: string; readonly isGlob: boolean }[] = [];
  let at = 0;
  for (const glob of scope.map(visible)) {
    const found = reason.indexOf(glob, at);
    if (found < 0) continue;
    parts.push({ at, text: reason.slice(at, found), isGlob: false });
    parts.push({ at: found, text: glob, isGlob: true });
    at = found + glob.length;
  }
  parts.push({ at, text: reason.slice(at), isGlob: false });
  return parts.map(({ at, text, isGlob }) =>
    isGlob ? (
      <code key={at} className="rounded bg-sunken px-1 text-ink text-xs">
        {text}
      </code>
    ) : (
      <span key={at}>{text}</span>
    ),
  );
}

function promptWords({ prompt, promptKind }: ProposedAgent): string {
  switch (promptKind) {
    case 'command':
    case 'skill':
      return prompt.split(/\s/)[0] ?? '';
    case 'configured':
      return 'prompt set';
    case 'template':
      return 'saved prompt';
    case 'words':
      return prompt === '' ? 'no prompt' : 'in plain words';
  }
}

function filesWords({ files, complete }: Proposal): string {
  if (files === 0) return 'it has no files yet';
  return complete ? counted(files, 'file') : `the first ${counted(files, 'file')}`;
}

function verifyWords({ verifyFrom }: Proposal): string {
  switch (verifyFrom) {
    case 'config':
      return 'Sync points run, as configured:';
    case 'repository':
    case 'template':
      return 'Sync points run:';
    case 'nothing':
      return 'No test command was found, so sync points verify nothing yet.';
  }
}

function useSlow(waiting: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (!waiting) return;
    const timer = setTimeout(() => setSlow(true), WAITS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [waiting]);
  return slow;
}
