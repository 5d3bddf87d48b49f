export { goToItem, goToNextWaiting } from './go-to-item.ts';
export { InboxPane } from './InboxPane.tsx';
