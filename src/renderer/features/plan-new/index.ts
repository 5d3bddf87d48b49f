export { NewPlanDialog } from './NewPlanDialog.tsx';
