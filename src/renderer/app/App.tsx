import { Tooltip } from 'radix-ui';
import { CleanDialog } from '../features/clean/index.ts';
import { ConversationReader } from '../features/conversation/index.ts';
import { FinishDialog } from '../features/finish/index.ts';
import { FoundDialog } from '../features/found-sessions/index.ts';
import { NoticeSettings, useNotices } from '../features/notices/index.ts';
import { NewPlanDialog, SaveTemplateDialog } from '../features/plan-new/index.ts';
import { Resolver } from '../features/resolve/index.ts';
import { Reviewer } from '../features/review/index.ts';
import { StopAllDialog } from '../features/run/index.ts';
import { TerminalSettings } from '../features/terminals/index.ts';
import { TrustDialog } from '../features/trust/index.ts';
import { Welcome } from '../features/welcome/index.ts';
import { type Link, LinkProvider } from '../link/index.ts';
import { Boundary } from '../page/Boundary.tsx';
import { useOpenedProject } from '../page/open-project.ts';
import { usePreferencesFeed } from '../page/theme.ts';
import { useWorkspace } from '../page/workspace.ts';
import { useDesktop } from './desktop.ts';
import { useDroppedFolder } from './dropped-folder.ts';
import { useProjectFeed } from './feed.ts';
import { useFieldUndo } from './field-undo.ts';
import { HelpDialog } from './HelpDialog.tsx';
import { LostBanner } from './LostBanner.tsx';
import { Palette } from './Palette.tsx';
import { useShortcuts } from './shortcuts.ts';
import { Toasts } from './Toasts.tsx';
import { WorkspaceFrame } from './WorkspaceFrame.tsx';

/** The whole window, using one link. */
export function App({ link }: { link: Link }) {
  return (
    <LinkProvider link={link}>
      <Tooltip.Provider delayDuration={400}>
        <Boundary>
          <Screen />
        </Boundary>
        <Toasts />
      </Tooltip.Provider>
    </LinkProvider>
  );
}

function Screen() {
  const opening = useOpenedProject();
  const project = useWorkspace((state) => state.project?.id ?? null);
  useProjectFeed();
  useShortcuts();
  useFieldUndo();
  useNotices();
  usePreferencesFeed();
  useDesktop();
  useDroppedFolder();
  return (
    <div className="flex h-full flex-col">
      <LostBanner />
      {project ? <WorkspaceFrame key={project} /> : <Welcome opening={opening} />}
      <Palette />
      <HelpDialog />
      <NewPlanDialog />
      <SaveTemplateDialog />
      <CleanDialog />
      <StopAllDialog />
      <FinishDialog />
      <Resolver />
      <Reviewer />
      <ConversationReader />
      <TerminalSettings />
      <NoticeSettings />
      <FoundDialog />
      <TrustDialog />
    </div>
  );
}
