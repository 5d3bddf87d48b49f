export { TrustDialog } from './TrustDialog.tsx';
export { TrustItems } from './TrustItems.tsx';
