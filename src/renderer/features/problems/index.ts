export { ProblemsPane } from './ProblemsPane.tsx';
export { problemsOf, problemWords } from './problems.ts';
