import { Handle, type NodeProps, Position } from '@xyflow/react';
import {
  ArrowDownToLine,
  Bell,
  BellOff,
  ChevronsUp,
  CircleDot,
  EyeOff,
  FileWarning,
  FolderX,
  GitBranch,
  GitCommitHorizontal,
  GitMerge,
  ListChecks,
  MessageSquareText,
  Pin,
} from 'lucide-react';
import { memo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { AgentView, Overlap } from '../../../shared/contract/run.ts';
import { counted } from '../../../shared/count-words.ts';
import { MARK_WORDS, useAttention } from '../../page/attention.ts';
import { backgroundKey, useBackground } from '../../page/background.ts';
import { useMuted } from '../../page/muted.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { AsOf } from '../../ui/AsOf.tsx';
import { LeftOutChip } from '../../ui/LeftOutChip.tsx';
import { Since } from '../../ui/Since.tsx';
import { StateChip } from '../../ui/StateChip.tsx';
import { isReadyByFacts, readyWords } from '../run/index.ts';
import type { AgentNode } from './flow.ts';
import { useRoleLook } from './roles.ts';

/** States for which the card shows no duration: it would tell the person nothing. */
const RESTS: ReadonlySet<AgentView['state']> = new Set(['not-started', 'merged']);

/** The card of one agent: title, state, branch, and a summary of its work. */
export const AgentCard = memo(function AgentCard({ id, data, selected }: NodeProps<AgentNode>) {
  const agent = useWorkspace((state) => state.run?.agents.find((one) => one.name === id));
  const overlaps = useWorkspace(
    useShallow((state) => state.run?.radar.filter((one) => one.agents.includes(id)) ?? []),
  );
  const isLeftOut = useWorkspace(
    (state) => state.run?.syncs.some((sync) => sync.leftOut?.includes(id)) ?? false,
  );
  // Without a message, the subject of the last commit says what the agent did.
  const doing = agent?.waitsFor
    ? [`Waits for ${agent.waitsFor}`, agent.message].filter(Boolean).join('. ')
    : (agent?.message ?? agent?.recent[0]?.subject ?? null);
  const { icon: Icon, colour } = useRoleLook(data.role);
  return (
    <div
      data-selected={selected || undefined}
      className="flex h-[104px] w-[204px] flex-col gap-1 rounded-lg border border-line bg-raised px-2.5 py-2 transition-[border-color] duration-150 data-[selected]:border-accent data-[selected]:ring-1 data-[selected]:ring-accent"
    >
      <Handle type="target" position={Position.Left} />
      <Handle
        type="target"
        position={Position.Top}
        id="above"
        isConnectable={false}
        className="bare"
      />
      <div className="flex items-center gap-1.5">
        <Icon size={15} aria-hidden className="shrink-0" style={{ color: colour }} />
        <span className="card-title min-w-0 flex-1 truncate font-semibold" dir="auto">
          {data.title}
        </span>
        {agent?.session && <TerminalMarks agent={agent.name} session={agent.session.id} />}
        <Priority of={id} />
        {data.pinned && <Pin size={11} aria-label="pinned" className="shrink-0 text-muted" />}
      </div>
      <div className="flex items-center gap-1.5">
        <StateChip state={agent?.state ?? 'not-started'} />
        {isLeftOut && <LeftOutChip />}
        {agent && agent.since > 0 && !RESTS.has(agent.state) && !isLeftOut && (
          <Since at={agent.since} />
        )}
        {agent?.ready && isReadyByFacts(agent) && (
          <span className="shrink-0 text-finished" title={readyWords(agent.ready)}>
            <ListChecks size={12} aria-hidden />
            <span className="sr-only">{readyWords(agent.ready)}</span>
          </span>
        )}
        <Badges
          outOfScope={agent?.outOfScope.length ?? 0}
          strays={agent?.strays ?? []}
          of={id}
          overlaps={overlaps}
          behind={agent?.state === 'merged' ? 0 : (agent?.behind ?? 0)}
          queued={agent?.queued.length ?? 0}
        />
      </div>
      <div className="card-details flex min-h-0 flex-1 flex-col justify-end">
        <p className="truncate text-muted text-xs" dir="auto" title={doing ?? undefined}>
          {doing}
        </p>
        <Facts agent={agent} />
      </div>
      <Handle type="source" position={Position.Right} />
      <Handle
        type="source"
        position={Position.Bottom}
        id="below"
        isConnectable={false}
        className="bare"
      />
    </div>
  );
});

function Priority({ of }: { of: string }) {
  const priority = useWorkspace((state) => state.plan?.plan?.agents[of]?.priority);
  if (priority === undefined) return null;
  return (
    <span
      className="inline-flex shrink-0 items-center gap-0.5 text-muted text-xs"
      title={`Priority ${priority}`}
    >
      <ChevronsUp size={12} aria-hidden />
      <span className="sr-only">priority </span>
      {priority}
    </span>
  );
}

/** Facts about the agent's terminal, shown so that the person need not open it. */
function TerminalMarks({ agent, session }: { agent: string; session: number }) {
  const feature = useWorkspace((state) => state.run?.feature ?? '');
  const muted = useMuted(feature, agent);
  const away = useBackground().includes(backgroundKey(feature, agent));
  const mark = useAttention((state) => state.marks.get(session));
  const Mark = mark === 'bell' ? Bell : CircleDot;
  return (
    <>
      {mark && (
        <Mark size={12} role="img" aria-label={MARK_WORDS[mark]} className="shrink-0 text-accent" />
      )}
      {muted && (
        <span title="No notices, no sounds" className="shrink-0 text-muted">
          <BellOff size={12} role="img" aria-label="muted" />
        </span>
      )}
      {away && (
        <span title="Works in the background" className="shrink-0 text-muted">
          <EyeOff size={12} role="img" aria-label="in the background" />
        </span>
      )}
    </>
  );
}

function Facts({ agent }: { agent: AgentView | undefined }) {
  if (!agent) return null;
  const commits = agent.commits === 1 ? '1 commit' : `${agent.commits} commits`;
  return (
    <p className="flex items-center gap-1.5 text-muted text-xs">
      <GitBranch size={11} aria-hidden className="shrink-0" />
      {/* Cut at its start: the end tells one branch from another. */}
      <code
        dir="rtl"
        title={agent.branch}
        className="min-w-0 flex-1 truncate text-left text-[10.5px]"
      >
        <bdi dir="ltr">{agent.branch}</bdi>
      </code>
      {agent.commits > 0 && (
        <span className="inline-flex shrink-0 items-center gap-0.5" title={commits}>
          <GitCommitHorizontal size={12} aria-hidden />
          {agent.commits}
          <span className="sr-only">{agent.commits === 1 ? ' commit' : ' commits'}</span>
        </span>
      )}
      {agent.asOf !== undefined && <AsOf at={agent.asOf} />}
      {agent.insertions + agent.deletions > 0 && (
        <span className="shrink-0">
          <span className="text-finished">+{agent.insertions}</span>{' '}
          <span className="text-failed">−{agent.deletions}</span>
        </span>
      )}
    </p>
  );
}

interface BadgesProps {
  outOfScope: number;
  strays: AgentView['strays'];
  of: string;
  overlaps: readonly Overlap[];
  behind: number;
  queued: number;
}

function Badges({ outOfScope, strays, of, overlaps, behind, queued }: BadgesProps) {
  const met = overlaps.flatMap(({ files }) => files);
  const files = new Set(met.map(({ path }) => path)).size;
  const conflict = met.some((file) => file.outcome === 'conflict' || file.findings?.length);
  return (
    <>
      {outOfScope > 0 && (
        <span
          className="inline-flex items-center gap-0.5 whitespace-nowrap text-needs text-xs"
          title="Files changed outside its scope"
        >
          <FileWarning size={12} aria-hidden />
          {outOfScope}
          <span className="sr-only">{outOfScope === 1 ? 'file' : 'files'} outside its scope</span>
        </span>
      )}
      {strays.length > 0 && (
        <span
          className="inline-flex items-center gap-0.5 whitespace-nowrap text-failed text-xs"
          title={`Files it changed outside its own worktree:\n${strays.map(({ owner, path }) => `${owner}: ${path}`).join('\n')}`}
        >
          <FolderX size={12} aria-hidden />
          {strays.length}
          <span className="sr-only">
            {strays.length === 1 ? 'file' : 'files'} changed outside its own worktree
          </span>
        </span>
      )}
      {files > 0 && (
        <span
          className={`inline-flex items-center gap-0.5 whitespace-nowrap text-xs ${conflict ? 'text-failed' : 'text-needs'}`}
          title={overlaps.map((overlap) => overlapWords(of, overlap)).join('\n')}
        >
          <GitMerge size={12} aria-hidden />
          {files}
          <span className="sr-only">files that another agent changes too</span>
        </span>
      )}
      {behind > 0 && (
        <span
          className="inline-flex items-center gap-0.5 whitespace-nowrap text-muted text-xs"
          title={`${counted(behind, 'commit')} behind the feature branch`}
        >
          <ArrowDownToLine size={12} aria-hidden />
          {behind}
          <span className="sr-only">
            {behind === 1 ? 'commit' : 'commits'} behind the feature branch
          </span>
        </span>
      )}
      {queued > 0 && (
        <span
          className="inline-flex items-center gap-0.5 whitespace-nowrap text-muted text-xs"
          title="Queued prompts: sent when its session is idle"
        >
          <MessageSquareText size={12} aria-hidden />
          {queued}
          <span className="sr-only">queued prompts</span>
        </span>
      )}
    </>
  );
}

/** "With Frontend: a.txt (conflict), b.txt", followed by the findings about contracts. */
function overlapWords(of: string, { agents, files }: Overlap): string {
  const { run } = useWorkspace.getState();
  const others = agents.filter((name) => name !== of).map((name) => titleOf(run, name));
  const names = files.map(({ path, outcome }) =>
    outcome === 'conflict' ? `${path} (conflict)` : path,
  );
  const findings = files.flatMap((file) => file.findings ?? []);
  return [
    `With ${others.join(', ')}: ${names.join(', ')}`,
    ...findings.map((one) => `  ${one.path}: ${one.message}`),
  ].join('\n');
}
