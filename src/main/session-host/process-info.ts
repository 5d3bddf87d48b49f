/** A process as the system lists it. `start` tells it from a later one with the same pid. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly zombie: boolean;
  readonly start: string;
}
