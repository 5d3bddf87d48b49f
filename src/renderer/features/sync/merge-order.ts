/** One sync point of one plan of one project. */
export interface MergeOrder {
  readonly project: string;
  readonly feature: string;
  readonly sync: string;
}

/** Under which the page keeps what it knows of a sync point: another plan may have one of the same name. */
export function orderKey({ project, feature, sync }: MergeOrder): string {
  return `${project} ${feature} ${sync}`;
}
