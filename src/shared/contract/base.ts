import { oc } from '@orpc/contract';
import { failure } from './common.ts';

/** The builder all procedures start from: an expected failure is the one typed error `FAILED`. */
export const procedure = oc.errors({ FAILED: { data: failure } });
