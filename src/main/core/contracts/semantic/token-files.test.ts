import { expect, test } from 'vitest';
import { checkFiles } from '../check-files.ts';
import { changed, foundIn, realContract } from './real-contracts-fixture.ts';

test.each(['brand.tokens.json', 'design-tokens.yaml', 'infra-contracts.yaml'])(
  'nothing is found in %s',
  (name) => {
    expect(foundIn(name, realContract(name))).toEqual([]);
  },
);

type Change = readonly [from: string, to: string, ...expected: string[]];

const W3C: readonly Change[] = [
  ['"$value": "{color.ink}",', '"$value": "{color.inks}",', 'tokens/missing-reference color.text'],
  [
    '"{color.accent.$root}"',
    '"{color.accents.$root}"',
    'tokens/missing-reference color.accent.hover',
  ],
  ['"offsetY": "{space.1}"', '"offsetY": "{space.3}"', 'tokens/missing-reference shadow.card'],
  [
    '"timingFunction": "{motion.ease}"',
    '"timingFunction": "{motion.easing}"',
    'tokens/missing-reference fade',
  ],
  ['"#12212b"', '"{color.text}"', 'tokens/cycle color.ink'],
  [
    '"#12212b"',
    '"12px"',
    'tokens/wrong-type color.ink',
    'tokens/wrong-type color.text',
    'tokens/wrong-type line.thin',
  ],
  [
    '"$value": "4px"',
    '"$value": "#fff"',
    'tokens/wrong-type space.1',
    'tokens/wrong-type shadow.card',
  ],
  [
    '"$value": 700',
    '"$value": "#700000"',
    'tokens/wrong-type font.strong',
    'tokens/wrong-type heading',
  ],
  ['"$value": "0.3s"', '"$value": "3px"', 'tokens/wrong-type motion.slow'],
  ['[0.4, 0, 0.2, 1]', '[0.4, 0, 0.2]', 'tokens/wrong-type motion.ease', 'tokens/wrong-type fade'],
  ['"$value": 1.5', '"$value": true', 'tokens/wrong-type font.line'],
  [
    '"none": { "$value": "transparent" }',
    '"none": { "$value": "#ggg" }',
    'tokens/wrong-type color.none',
  ],
  ['"#12212b" }', '"#12212b", "dark": { "$value": "#fff" } }', 'tokens/token-and-group color.ink'],
  ['"$value": "{color.ink}",', '"$value": "#12212B",', 'tokens/duplicate-value color.text'],
  [
    '"$value": "{color.accent.hover}"',
    '"$value": "{space.2}"',
    'tokens/wrong-type button.background',
  ],
];

const METHOD: readonly Change[] = [
  [
    "value: '{colors.primary.500}'",
    "value: '{colors.primary.600}'",
    'tokens/missing-reference colors.action',
  ],
  [
    "focus: '0 0 0 3px {colors.primary.500}'",
    "focus: '0 0 0 3px {colors.primaries.500}'",
    'tokens/missing-reference shadows.focus',
  ],
  [
    "light: { background: '{colors.primary.50}'",
    "light: { background: '{colors.paper}'",
    'tokens/missing-reference themes.light.background',
  ],
  ["template: 'Dear {user}'", "template: '{user}'", 'tokens/missing-reference labels.template'],
  ["500: '#0ea5e9'", "500: '{colors.action}'", 'tokens/cycle colors.primary.500'],
  ["success: '#10b981'", "success: '#0EA5E9'", 'tokens/duplicate-value colors.success'],
  [
    'value: 8px, type: dimension',
    "value: '#888', type: dimension",
    'tokens/wrong-type spacing.unit',
  ],
  ["value: '{colors.primary.500}'", 'value: 12px', 'tokens/wrong-type colors.action'],
  [
    "  500: '#0ea5e9'",
    "  '50': '#0ea5e9'",
    'contract.similarKey colors.primary.50',
    'tokens/missing-reference colors.action',
    'tokens/missing-reference shadows.focus',
  ],
  ['  glow: rgba', '  success: rgba', 'contract.duplicateKey colors.success'],
];

const INFRA: readonly Change[] = [
  ["'*_PASSWORD'", '*_PASSWORD', 'contract.missingAnchor secrets.neverLog'],
  [
    '&defaults',
    '&default',
    'contract.missingAnchor services.api.<<',
    'contract.missingAnchor services.db.<<',
  ],
  ["'on': yes", "'404': gone", 'contract.similarKey responses.404'],
  ['  db:\n    <<', '  api:\n    <<', 'contract.duplicateKey services.api'],
  ['<<: *check', '<<: 30s', 'contract.unchecked '],
];

test.each([
  ...W3C.map((change) => ['brand.tokens.json', change] as const),
  ...METHOD.map((change) => ['design-tokens.yaml', change] as const),
  ...INFRA.map((change) => ['infra-contracts.yaml', change] as const),
])('%s: %s', (name, [from, to, ...expected]) => {
  expect(foundIn(name, changed(realContract(name), from, to))).toEqual(expected);
});

test('reports fifty colours with two names each in one finding', () => {
  const colours = Array.from({ length: 50 }, (_, at) => `#0000${(16 + at).toString(16)}`);
  const list = (name: string) =>
    `${name}: {${colours.map((colour, at) => ` c${at}: '${colour}'`).join(',')} }\n`;
  const text = Buffer.from(list('light') + list('dark'));
  const [checked] = checkFiles([{ path: 'contracts/design-tokens.yaml', bytes: text }]);
  expect(checked?.findings.map(({ severity, message }) => [severity, message])).toEqual([
    [
      'info',
      '50 colours have several names: #000010 is light.c0, dark.c0; #000011 is light.c1, dark.c1; #000012 is light.c2, dark.c2; and 47 more. If they mean the same, let one token refer to the other.',
    ],
  ]);
});

test('tokens may refer to tokens of another checked file', () => {
  const files = [
    {
      path: 'contracts/tokens/theme.yaml',
      bytes: Buffer.from(
        "text: { $type: dimension, $value: '{color.ink}' }\nrim: { $value: '{color.gone}' }\n",
      ),
    },
    {
      path: 'contracts/tokens/colours.yaml',
      bytes: Buffer.from("color: { ink: { $value: '#000' } }\n"),
    },
  ];
  const all = checkFiles(files).flatMap(({ findings }) => findings);
  expect(all.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
    'tokens/missing-reference rim',
    'tokens/wrong-type text',
  ]);
});

test('reports no missing token if a token file cannot be parsed', () => {
  const theme = { path: 'tokens/a.yaml', bytes: Buffer.from("text: { $value: '{color.ink}' }\n") };
  const broken = { path: 'tokens/b.yaml', bytes: Buffer.from('color: [\n') };
  expect(checkFiles([theme])[0]?.findings).toHaveLength(1);
  expect(checkFiles([theme, broken])[0]?.findings).toEqual([]);
});
