export { ProblemsPane } from './ProblemsPane.tsx';
