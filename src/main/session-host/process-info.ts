/** A process as the system lists it. `start` distinguishes it from a later process with the same pid. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly zombie: boolean;
  readonly start: string;
}
