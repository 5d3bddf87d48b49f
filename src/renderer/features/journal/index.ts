export { JournalPane } from './JournalPane.tsx';
