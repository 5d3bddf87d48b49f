export { WorktreesPane } from './WorktreesPane.tsx';
