export { FinishDialog } from './FinishDialog.tsx';
