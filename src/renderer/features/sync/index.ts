export { openSync, useMergeCount, useSyncShown } from './chosen-sync.ts';
export { decisionsFor, useDecided } from './merge-decisions.ts';
export { orderKey } from './merge-order.ts';
export { SyncPane } from './SyncPane.tsx';
export { mergeWords } from './sync-words.ts';
