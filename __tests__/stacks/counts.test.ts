import { environments } from '../../environments';
import { synthesizeShipped } from '../support/shipped';

const { stacks } = synthesizeShipped();

test.each(environments.map(({ name }) => name))('%s holds what its stacks hold, and says how much', (name) => {
  const resources = stacks.filter(({ environment }) => environment === name).flatMap((stack) => stack.resources);
  const types = new Set(resources.map(({ type }) => type));
  process.stdout.write(`${name}: ${String(resources.length)} resources of ${String(types.size)} types\n`);
  expect(resources.length).toBeGreaterThan(types.size);
  expect(types.size).toBeGreaterThan(30);
});
