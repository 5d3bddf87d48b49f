export { canStartAgent, canStopAgent, startAgent, stopAgent } from './agent-session.ts';
export { livingSessions, queuedAgents } from './living-sessions.ts';
export { acceptWork, isAcceptable, isReadyByFacts, readyWords } from './ready.ts';
export { StartProgress } from './StartProgress.tsx';
export { StopAllDialog } from './StopAllDialog.tsx';
export { start, useStarting } from './starting.ts';
