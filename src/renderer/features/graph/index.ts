export {
  arrangeGraph,
  enterNode,
  fitGraph,
  removeSelection,
  selectInGraph,
} from './graph-control.ts';
export { PlanGraph } from './PlanGraph.tsx';
