export { CleanDialog } from './CleanDialog.tsx';
