export { arrangeGraph, enterNode, fitGraph, removeSelection, selectInGraph } from './handle.ts';
export { PlanGraph } from './PlanGraph.tsx';
