import { isJsonArray, isJsonObject, type Json } from '../../shared/json';
import type { StackResource, SynthesizedStack } from '../../synthesized/stack';
import { synthesizeShipped } from '../support/shipped';

const { stacks } = synthesizeShipped();

/** Follow from others: what waits for what, and the environment's own name as a tag. */
const IMPLIED = ['depends_on', 'tags.Environment'];

/**
 * What differs between two environments: `<type> <path>`, once for each place, with every list index and every
 * construct's own name taken out. Values are not part of it: how many nodes is a matter of the environment's file, that the
 * number of nodes differs is a matter of this list.
 */
function differences(one: string, other: string): readonly string[] {
  const [left, right] = [resourcesOf(one), resourcesOf(other)];
  const paths = new Set([...left.keys(), ...right.keys()]);
  const found = [...paths].flatMap((path): readonly string[] => {
    const [here, there] = [left.get(path), right.get(path)];
    if (here === undefined || there === undefined) {
      const present = here ?? there;
      return [`${present?.type ?? ''} only in ${here === undefined ? other : one}`];
    }
    return compare(normal(here.body, one), normal(there.body, other)).map((at) => `${here.type} ${at}`);
  });
  return [...new Set(found)].filter((line) => !IMPLIED.some((part) => line.endsWith(` ${part}`))).sort();
}

/**
 * The snapshot is the reviewed list. A new line in it is a decision: from then on an environment rehearses less of production
 * than it did. `npm run test:snapshots:update` writes it, and the pull request shows it.
 */
test.each([
  ['dev', 'staging'],
  ['staging', 'prod'],
])('%s and %s differ in exactly what was reviewed', (one, other) => {
  expect(differences(one, other)).toMatchSnapshot();
});

test('a difference that nobody reviewed is found', () => {
  const [resource] = resourcesOf('prod').values();
  if (resource === undefined) throw new Error('There is no resource.');
  expect(compare(normal(resource.body, 'prod'), normal({ ...resource.body, new_argument: 1 }, 'prod'))).toEqual([
    'new_argument',
  ]);
});

function resourcesOf(environment: string): ReadonlyMap<string, StackResource> {
  const own: readonly SynthesizedStack[] = stacks.filter((stack) => stack.environment === environment);
  return new Map(
    own.flatMap(({ name, resources }) =>
      resources.map((resource) => [resource.path.replace(name, name.replace(environment, '<env>')), resource] as const),
    ),
  );
}

/** The same text in every environment, but for what really differs: names hold the environment and its suffix. */
function normal(value: Json, environment: string): Json {
  if (isJsonArray(value)) return value.map((item) => normal(item, environment));
  if (isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== '//')
        .map(([key, child]) => [key, normal(child, environment)]),
    );
  }
  if (typeof value !== 'string') return value;
  return value.replaceAll(new RegExp(`${environment}(-[a-z0-9]{5}\\b|[a-z0-9]{5}(?=[^a-z0-9]|$))?`, 'g'), '<env>');
}

function compare(one: Json | undefined, other: Json | undefined, at = ''): readonly string[] {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  if (isJsonObject(one) && isJsonObject(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].flatMap((key) => compare(one[key], other[key], at === '' ? key : `${at}.${key}`));
  }
  if (
    isJsonArray(one) &&
    isJsonArray(other) &&
    one.length === other.length &&
    one.every((item) => isJsonObject(item))
  ) {
    return one.flatMap((item, index) => compare(item, other[index], `${at}[*]`));
  }
  return [at];
}
