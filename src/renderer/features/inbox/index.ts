export { InboxPane } from './InboxPane.tsx';
