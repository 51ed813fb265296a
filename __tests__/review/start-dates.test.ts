import { diffStacks } from '../../review/diff';
import { judge } from '../../review/gates';
import { reviewSides } from '../../review/review';
import { refusedStarts } from '../../review/start-dates';
import type { JsonObject } from '../../shared/json';
import { parseStack } from '../../synthesized/parse-stack';
import { sideOf } from './fixtures';

const TODAY = '2026-11-30';
const stackOf = (type: string, body: JsonObject) => parseStack('dev', { resource: { [type]: { one: body } } });
const budget = (start: string, body: JsonObject = {}) =>
  stackOf('azurerm_consumption_budget_resource_group', { amount: 1, time_period: { start_date: start }, ...body });
const empty = parseStack('dev', { resource: {} });

const starts = (before: typeof empty, after: typeof empty) =>
  refusedStarts(diffStacks([before], [after]), [after], TODAY).map(({ address, message }) => `${address} ${message}`);

test.each<[string, string, JsonObject, boolean]>([
  ['of this month', '2026-11-01T00:00:00Z', {}, true],
  ['of last month', '2026-10-01T00:00:00Z', {}, false],
  ['of last month, by the quarter', '2026-10-01T00:00:00Z', { time_grain: 'Quarterly' }, true],
  ['of the quarter before', '2026-07-01T00:00:00Z', { time_grain: 'Quarterly' }, false],
  ['of a year', '2026-01-01T00:00:00Z', { time_grain: 'Annually' }, true],
  ['in a year', '2027-11-01T00:00:00Z', {}, true],
  ['in more than a year', '2027-12-01T00:00:00Z', {}, false],
  ['that nobody knows yet', '${var.start}', {}, true],
])('a new budget %s', (_what, start, body, isTaken) => {
  const found = starts(empty, budget(start, body));
  expect(found).toEqual(
    isTaken
      ? []
      : [expect.stringMatching(/^azurerm_consumption_budget_resource_group\.one begins on 20\d\d-\d\d-01, .*: take /)],
  );
});

test('a budget in an array of blocks is read too, and one that is made anew', () => {
  const listed = budget('', { time_period: [{ start_date: '2025-01-01T00:00:00Z' }] });
  expect(starts(empty, listed)).toHaveLength(1);
  expect(starts(budget('2026-11-01T00:00:00Z'), listed)).toHaveLength(1);
});

test('a budget that stands keeps its date', () => {
  const old = '2024-01-01T00:00:00Z';
  expect(starts(budget(old), budget(old, { amount: 2 }))).toEqual([]);
});

test.each([
  ['azurerm_resource_group_cost_management_export', 'recurrence_period_start_date'],
  ['azurerm_subscription_cost_management_export', 'recurrence_period_start_date'],
  ['azurerm_cost_management_scheduled_action', 'start_date'],
])('%s begins today or later, or when it is planned', (type, argument) => {
  const made = (start: string) => starts(empty, stackOf(type, { [argument]: start }));
  expect(made('2026-11-29T00:00:00Z')).toHaveLength(1);
  expect(made('2026-11-30T00:00:00Z')).toEqual([]);
  expect(made('${timeadd(plantimestamp(), "24h")}')).toEqual([]);
});

test('such a date stops the review, with a remedy', () => {
  const [base, head] = [sideOf('main'), sideOf('branch')];
  const late = { ...head, stacks: [budget('2025-01-01T00:00:00Z')] };
  expect(judge(reviewSides(base, late)).find(({ gate }) => gate === 'start-dates')).toEqual({
    gate: 'start-dates',
    passed: false,
    reasons: [
      'dev: azurerm_consumption_budget_resource_group.one begins on 2025-01-01, before the running period: take the first of this month or a later one',
    ],
  });
  expect(judge(reviewSides(base, head)).map(({ gate }) => gate)).not.toContain('start-dates');
});
