export { enterTerminal } from './enter.ts';
export { TerminalsArea } from './TerminalsArea.tsx';
