export { openSync, useSyncShown } from './chosen.ts';
export { SyncPane } from './SyncPane.tsx';
export { mergeWords } from './words.ts';
