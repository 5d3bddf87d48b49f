export { openSync, useMergeCount, useSyncShown } from './chosen.ts';
export { decisionsFor, useDecided } from './decided.ts';
export { orderKey } from './merge-order.ts';
export { SyncPane } from './SyncPane.tsx';
export { mergeWords } from './sync-words.ts';
