export { canStartAgent, canStopAgent, startAgent, stopAgent } from './agent-session.ts';
export { acceptWork, isAcceptable, isReadyByFacts, readyWords } from './ready.ts';
export { StartProgress } from './StartProgress.tsx';
export { start, useStarting } from './starting.ts';
