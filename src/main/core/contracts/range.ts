export type Range = readonly [from: number, to: number];
