import { targetOf } from './references.ts';
import { at, either, isRecord, named, textOf } from './values.ts';

export interface Parameter {
  readonly name: string;
  readonly in: string | null;
  readonly required: boolean;
}

/** Keys that contain path parameters only. */
const PATH_ONLY = ['pathParams', 'path_params', 'pathParameters', 'path_parameters'];
const ANY = ['parameters', 'params', ...PATH_ONLY];

export interface Parameters {
  readonly list: readonly Parameter[];
  /** Whether all of them could be resolved: one may be defined in another file. */
  readonly isComplete: boolean;
}

/** The parameters declared by an endpoint, or for all methods of its route. */
export function parametersOf(holder: unknown, contract: unknown): Parameters {
  const list: Parameter[] = [];
  let isComplete = true;
  for (const key of ANY) {
    const all = at(holder, key);
    const items: readonly (readonly [string | null, unknown])[] = Array.isArray(all)
      ? all.map((one: unknown) => [null, one] as const)
      : named(all, '').map(({ name, value }) => [name, value] as const);
    for (const [key_, item] of items) {
      const reference = textOf(at(item, '$ref'));
      const value = reference === null ? item : targetOf(contract, reference);
      const name = textOf(at(value, 'name')) ?? (isRecord(all) ? key_ : null);
      if (name === null || (reference !== null && value === undefined)) isComplete = false;
      else
        list.push({
          name,
          in: PATH_ONLY.includes(key) ? 'path' : textOf(at(value, 'in')),
          required: at(value, 'required') === true,
        });
    }
  }
  return { list, isComplete };
}

/** Names that a caller must send: required parameters, and required fields of query and body. */
export function neededBy(operation: unknown, contract: unknown): readonly string[] {
  const parameters = parametersOf(operation, contract).list.filter(({ required }) => required);
  const request = either(operation, ['request', 'takes', 'input']);
  const fields = [
    request,
    at(request, 'body'),
    at(operation, 'body'),
    at(request, 'query'),
    at(operation, 'query'),
  ]
    .flatMap((place) => named(place, ''))
    .filter(({ value }) => at(value, 'required') === true);
  const body = at(operation, 'requestBody', 'required') === true ? ['a body'] : [];
  return [...new Set([...parameters, ...fields].map(({ name }) => name)), ...body];
}
