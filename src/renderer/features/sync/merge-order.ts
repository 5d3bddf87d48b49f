/** A sync point, identified by its project and plan. */
export interface MergeOrder {
  readonly project: string;
  readonly feature: string;
  readonly sync: string;
}

/**
 * Key of the page's state for a sync point; includes the plan, because another plan may have a sync point of the same
 * name.
 */
export function orderKey({ project, feature, sync }: MergeOrder): string {
  return `${project} ${feature} ${sync}`;
}
