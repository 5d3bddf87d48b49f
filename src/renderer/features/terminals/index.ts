export { showAside } from './aside.ts';
export { enterSession, enterTerminal } from './enter.ts';
export { terminalEntries } from './entries.ts';
export { TerminalSettings } from './TerminalSettings.tsx';
export { TerminalsArea } from './TerminalsArea.tsx';
