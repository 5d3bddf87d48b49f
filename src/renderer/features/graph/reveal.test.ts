import { expect, test } from 'vitest';
import { viewShowing } from './reveal.ts';

const canvas = { width: 800, height: 600 };
const card = { x: 100, y: 100, width: 200, height: 100 };

test('the view moves only if the box is out of sight, and only as far as needed', () => {
  expect(viewShowing({ x: 0, y: 0, zoom: 1 }, canvas, card)).toBeNull();
  expect(viewShowing({ x: 0, y: 0, zoom: 1 }, canvas, { ...card, x: 700 })).toEqual({
    x: -124,
    y: 0,
    zoom: 1,
  });
  expect(viewShowing({ x: -300, y: -50, zoom: 0.5 }, canvas, card)).toEqual({
    x: -26,
    y: -26,
    zoom: 0.5,
  });
});

test('a box larger than the canvas is shown from its start', () => {
  const wide = { x: 1000, y: 0, width: 2000, height: 100 };
  expect(viewShowing({ x: 0, y: 24, zoom: 1 }, canvas, wide)).toMatchObject({ x: -1000 });
});
