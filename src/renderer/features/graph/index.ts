export { arrangeGraph, fitGraph, removeSelection } from './handle.ts';
export { PlanGraph } from './PlanGraph.tsx';
