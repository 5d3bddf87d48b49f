export { goToItem, goToNextWaiting } from './go.ts';
export { InboxPane } from './InboxPane.tsx';
