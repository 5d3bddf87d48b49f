export { NewPlanDialog } from './NewPlanDialog.tsx';
export { SaveTemplateDialog } from './SaveTemplateDialog.tsx';
