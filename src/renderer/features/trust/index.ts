export { TrustDialog } from './TrustDialog.tsx';
