// `import 'electron'` finds the stand-in, whoever asks.
let address = '';

export function initialize(data) {
  address = data;
}

export function resolve(specifier, context, next) {
  if (specifier !== 'electron' && specifier !== 'electron/main') return next(specifier, context);
  return { url: address, shortCircuit: true };
}
