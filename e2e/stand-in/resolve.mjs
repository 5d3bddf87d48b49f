import { pathToFileURL } from 'node:url';

export function resolve(specifier, context, next) {
  if (specifier !== 'electron') return next(specifier, context);
  return { url: pathToFileURL(process.env.STAND_IN).href, shortCircuit: true };
}
