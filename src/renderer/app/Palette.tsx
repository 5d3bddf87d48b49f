import { Command as Cmdk } from 'cmdk';
import { Dialog } from 'radix-ui';
import { enterNode } from '../features/graph/index.ts';
import { chordWords } from '../page/keys.ts';
import { openOverlay, useOverlays } from '../page/overlays.ts';
import { showPane } from '../page/panes.ts';
import { onMac } from '../page/platform.ts';
import { flash } from '../page/reveal.ts';
import { useWorkspace } from '../page/workspace.ts';
import { useFocusReturn } from '../ui/focus-return.ts';
import { Kbd } from '../ui/Kbd.tsx';
import type { Command } from './command.ts';
import { useCommandContext } from './command-context.ts';
import { COMMANDS, phaseCommands } from './commands.ts';

const GROUPS = ['Plan', 'Run', 'View', 'Tributary'] as const;

/** Searchable list of all commands and nodes. */
export function Palette() {
  const open = useOverlays((state) => state.open === 'palette');
  const contextNow = useCommandContext();
  const { remember, onCloseAutoFocus, leadTo } = useFocusReturn();
  if (!open) return null;
  const context = contextNow();
  const commands = [...phaseCommands(context.startable, context.titleOf), ...COMMANDS].filter(
    (command) => !/^(palette|terminal)/.test(command.id) && command.enabled(context),
  );
  const run = (command: Command) => {
    openOverlay(null);
    command.run(context);
  };
  return (
    <Dialog.Root open onOpenChange={(next) => !next && openOverlay(null)}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[var(--scrim)]" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={remember}
          onCloseAutoFocus={onCloseAutoFocus}
          className="fixed top-[12vh] left-1/2 z-40 w-[calc(100vw-48px)] max-w-[560px] -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-raised shadow-[var(--shadow)]"
        >
          <Dialog.Title className="sr-only">Command palette</Dialog.Title>
          <Cmdk label="Commands" loop>
            <Cmdk.Input
              placeholder="Type a command, an agent or a sync point"
              className="h-10 w-full border-line border-b bg-transparent px-3 outline-none"
            />
            <Cmdk.List className="max-h-[50vh] overflow-y-auto p-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs">
              <Cmdk.Empty className="p-3 text-muted">No matching command</Cmdk.Empty>
              {GROUPS.map((group) => (
                <Cmdk.Group key={group} heading={group}>
                  {commands
                    .filter((command) => command.group === group)
                    .map((command) => (
                      <Item
                        key={command.id}
                        title={command.named?.(context) ?? command.title}
                        keys={command.chord}
                        onPick={() => run(command)}
                      />
                    ))}
                </Cmdk.Group>
              ))}
              <Nodes
                onPick={(node) => {
                  leadTo(() => {
                    enterNode(node);
                    flashNode(node);
                  });
                  openOverlay(null);
                  showPane('inspector');
                }}
              />
            </Cmdk.List>
          </Cmdk>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Nodes({ onPick }: { onPick(node: string): void }) {
  const run = useWorkspace((state) => state.run);
  if (!run) return null;
  return (
    <Cmdk.Group heading="Go to">
      {[...run.agents, ...run.syncs].map((node) => (
        <Item key={node.name} title={`Go to ${node.title}`} onPick={() => onPick(node.name)} />
      ))}
    </Cmdk.Group>
  );
}

/** Does not scroll: the graph moves its own view. */
function flashNode(key: string): void {
  const card = document.querySelector<HTMLElement>(
    `.react-flow__node[data-id="${CSS.escape(key)}"]`,
  );
  if (card) flash(card);
}

function Item(props: { title: string; keys?: string | undefined; onPick(): void }) {
  return (
    <Cmdk.Item
      onSelect={props.onPick}
      className="flex h-7 items-center gap-2 rounded px-2 data-[selected=true]:bg-hover"
    >
      <span className="flex-1 truncate">{props.title}</span>
      {props.keys && <Kbd keys={chordWords(props.keys, onMac)} />}
    </Cmdk.Item>
  );
}
