import { operationsSubjects } from './operations-subjects';
import { computeSubjects } from './compute-subjects';
import { literalOf, optionalProps, propsTypes, type OptionalProp } from './documented';
import { moduleSubjects } from './module-subjects';
import { storageSubjects } from './storage-subjects';
import { subjects } from './subjects';
import { watchingSubjects } from './watching-subjects';

const all = [
  ...storageSubjects,
  ...computeSubjects,
  ...operationsSubjects,
  ...subjects,
  ...watchingSubjects,
  ...moduleSubjects,
];
const documented = optionalProps();
const types = propsTypes();

/** Optional props of a type and of those it extends. */
function allProps(type: string): readonly OptionalProp[] {
  const parents = types.get(type)?.parents ?? [];
  return [...documented.filter((one) => one.type === type), ...parents.flatMap(allProps)];
}

test('every optional prop says what happens without it', () => {
  expect(documented.length).toBeGreaterThan(40);
  expect(documented.filter((one) => one.documented === undefined || one.documented === '')).toEqual([]);
});

test('every props type with optional props is put to the trial', () => {
  const bases = new Set([...types.values()].flatMap(({ parents }) => parents));
  const own = [...types]
    .filter(([, { file }]) => file.endsWith('-props.ts') && !file.endsWith('standard-props.ts'))
    .filter(([type]) => !bases.has(type) && allProps(type).length > 0)
    .map(([type]) => type);
  expect(all.map(({ type }) => type).sort()).toEqual(own.sort());
});

describe.each(all)('$type', ({ type, trials }) => {
  test.each(trials)('$prop does what its doc says when it is left out, and something else when it is not', (trial) => {
    const said = allProps(type).find(({ prop }) => prop === trial.prop)?.documented;
    if (said === undefined) throw new Error(`${type}.${trial.prop} has no @default.`);
    const literal = literalOf(said);
    if (literal !== undefined) expect(trial.same).toBe(literal);
    const without = trial.without();
    expect(without).not.toMatch(/^refused/);
    if (trial.hasSame) expect(trial.withSame()).toBe(without);
    expect(trial.withOther()).not.toBe(without);
  });
});

describe('a default that is not what the code does', () => {
  test.each([
    ["'Standard', the tier of every lake", 'Standard'],
    ['31, which the price of ingestion includes', 31],
    ['true', true],
    ['99_999, and no more', 99_999],
    ['GreaterThan, because most figures are better small', 'GreaterThan'],
    ['- none', undefined],
  ])('is read from "%s"', (text, value) => {
    expect(literalOf(text)).toBe(value);
  });

  test('is told from one that is', () => {
    const [storage] = storageSubjects;
    const trial = storage?.trials.find(({ prop }) => prop === 'softDeleteDays');
    expect(trial?.withSame()).toBe(trial?.without());
    expect(trial?.withOther()).not.toBe(trial?.without());
    expect(trial?.withOther()).toContain('"days":8');
  });
});
