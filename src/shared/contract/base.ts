import { oc } from '@orpc/contract';
import { failure } from './common.ts';

/** The builder of all procedures: an expected failure is the typed error `FAILED`. */
export const procedure = oc.errors({ FAILED: { data: failure } });
