import { bytes, percent } from '../../report/numbers';

test.each([
  [1, 2, '100.00 %'],
  [0.999999, 2, '99.99 %'],
  [0.29, 0, '29 %'],
  [0.9995, 2, '99.95 %'],
  [0, 2, '0.00 %'],
])('the share %d with %i digits is %s', (share, digits, text) => {
  expect(percent(share, digits)).toBe(text);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [14_126_858, '14.1 MB'],
  [2.5e12, '2.5 TB'],
])('%d bytes are %s', (value, text) => {
  expect(bytes(value)).toBe(text);
});
