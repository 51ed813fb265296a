import { literalOf, optionalProps, propsTypes } from './documented';
import { moduleSubjects } from './module-subjects';
import { subjects } from './subjects';

const all = [...subjects, ...moduleSubjects];
const documented = optionalProps();

test('every optional prop says what happens without it', () => {
  expect(documented.length).toBeGreaterThan(40);
  expect(documented.filter((one) => one.documented === undefined || one.documented === '')).toEqual([]);
});

test('every props type with optional props is put to the trial', () => {
  const shared = [...propsTypes()].filter(([, { file }]) => file.endsWith('standard-props.ts')).map(([type]) => type);
  const types = new Set(documented.map(({ type }) => type).filter((type) => !shared.includes(type)));
  expect(all.map(({ type }) => type).sort()).toEqual([...types].sort());
});

describe.each(all)('$type', ({ type, trials }) => {
  test.each(trials)('$prop does what its doc says when it is left out, and something else when it is not', (trial) => {
    const said = documented.find((one) => one.type === type && one.prop === trial.prop)?.documented;
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
    const [storage] = subjects;
    const trial = storage?.trials.find(({ prop }) => prop === 'softDeleteDays');
    expect(trial?.withSame()).toBe(trial?.without());
    expect(trial?.withOther()).not.toBe(trial?.without());
    expect(trial?.withOther()).toContain('"days":8');
  });
});
