import { useEffect, useEffectEvent } from 'react';
import { toast } from 'sonner';
import type { ShellCommand, ShellEvent } from '../../shared/shell/messages.ts';
import { desktopShell, onShellEvent, useLink } from '../link/index.ts';
import { openProject } from '../page/open-project.ts';
import { useSelection } from '../page/selection.ts';
import { showTrouble } from '../page/trouble.ts';
import { useWorkspace } from '../page/workspace.ts';
import { closeFront } from './close-front.ts';
import type { Command, CommandContext } from './command.ts';
import { useCommandContext } from './command-context.ts';
import { COMMANDS, phaseCommands } from './commands.ts';
import { undoInField } from './field-undo.ts';

/** Milliseconds before the menu is rebuilt, because the selection changes with every arrow key. */
const REST = 200;

/** Reports to the desktop shell what this page shows, and handles its events. Does nothing in a browser. */
export function useDesktop(): void {
  const { api } = useLink();
  const contextNow = useCommandContext();
  const heard = useEffectEvent((event: ShellEvent) => {
    switch (event.kind) {
      case 'command':
        return runById(event.id, contextNow());
      case 'open':
        return void openProject(api, event.path).then((trouble) => trouble && showTrouble(trouble));
      case 'close-pane':
        if (!closeFront()) desktopShell()?.tell({ kind: 'do', what: 'close-window' });
        return;
      case 'trouble':
        return void toast.error(event.title, { description: event.detail, duration: 8000 });
      case 'notice-chosen':
      case 'notice-failed':
        // `noticePort` handles these events itself.
        return;
    }
  });
  const tellCommands = useEffectEvent((last: string): string => {
    const commands = commandsFor(contextNow());
    const text = JSON.stringify(commands);
    if (text !== last) desktopShell()?.tell({ kind: 'commands', commands });
    return text;
  });
  useEffect(() => onShellEvent(heard), []);
  useEffect(() => {
    const shell = desktopShell();
    if (!shell) return;
    let project: string | null | undefined;
    let waiting = 0;
    let commands = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const now = useWorkspace.getState();
      const path = now.project?.path ?? null;
      if (path !== project) shell.tell({ kind: 'showing', project: path });
      project = path;
      const count = now.run?.inbox.length ?? 0;
      if (count !== waiting) shell.tell({ kind: 'waiting', count });
      waiting = count;
      timer ??= setTimeout(() => {
        timer = undefined;
        commands = tellCommands(commands);
      }, REST);
    };
    look();
    const stops = [useWorkspace.subscribe(look), useSelection.subscribe(look)];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, []);
}

function all(context: CommandContext): readonly Command[] {
  return [...phaseCommands(context.startable, context.titleOf), ...COMMANDS];
}

function commandsFor(context: CommandContext): ShellCommand[] {
  return all(context).map((command) => ({
    id: command.id,
    title: command.enabled(context) ? (command.named?.(context) ?? command.title) : command.title,
    group: command.group,
    chord: command.chord ?? null,
    enabled: command.enabled(context),
  }));
}

function runById(id: string, context: CommandContext): void {
  // The person chose the menu entry: pressed keys would have reached the field directly.
  const way = ({ 'plan.undo': 'undo', 'plan.redo': 'redo' } as const)[id];
  if (way && undoInField(way)) return;
  const command = all(context).find((one) => one.id === id);
  if (command?.enabled(context)) command.run(context);
}
