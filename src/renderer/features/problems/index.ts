export { ProblemsPane } from './ProblemsPane.tsx';
export { neededChecks, problemsOf, problemWords } from './problems.ts';
