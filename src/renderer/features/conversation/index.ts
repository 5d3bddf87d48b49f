export { ConversationReader } from './ConversationReader.tsx';
export { useUsage } from './use-usage.ts';
