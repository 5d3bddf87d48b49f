export { terminalEntries } from './entries.ts';
export { showExtraSession } from './extra-session.ts';
export { enterSession, enterTerminal } from './focus-terminal.ts';
export { TerminalSettings } from './TerminalSettings.tsx';
export { TerminalsArea } from './TerminalsArea.tsx';
