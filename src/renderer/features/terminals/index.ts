export { TerminalsArea } from './TerminalsArea.tsx';
