export { FoundDialog } from './FoundDialog.tsx';
