import { synthesizeShipped } from '../support/shipped';

test('two syntheses in two folders give the same bytes', () => {
  const [one, other] = [synthesizeShipped().text, synthesizeShipped().text];
  expect(Object.keys(one)).toHaveLength(6);
  expect(other).toEqual(one);
});
