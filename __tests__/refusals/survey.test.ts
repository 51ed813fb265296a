/**
 * The second survey of wrong settings, line by line: who stops each. Its names are those of the cases; a date is judged where today
 * is known, in the review, because a budget that stands keeps its date for years.
 */
import { checkEnvironment } from '../../environments/checks/check-environment';
import { dev } from '../../environments/dev';
import { evaluatePolicies } from '../../policies/engine';
import { rules } from '../../policies/rules';
import { stackOf } from '../../policies/testing';
import { synthRules } from '../../refusals/as-rules';
import { violationsOf } from '../../refusals/refuse-at-synth';
import { diffStacks } from '../../review/diff';
import { refusedStarts } from '../../review/start-dates';
import { UserError } from '../../shared/errors';
import type { SynthesizedStack } from '../../synthesized/stack';
import { addStacks } from '../../stacks';
import { chain } from '../support/contracts';
import { synthesize } from '../support/synth';
import { completed } from './completed';
import { secondRound } from './second-round';
import type { Resources } from './setting';

const TODAY = '2026-11-30';

/** Lines about what an override or a raw resource leaves. */
const OVERRIDES = [
  'spark executors without dynamic',
  'sql Recovery without id',
  'sql PointInTimeRestore without restore',
  'sas_policy "1 day"',
  'nfsv3 without firewall/HNS off',
  'sftp without HNS',
  'kv both rbac',
  'key rotation P10D',
  'ws login admin',
  'ws purview_id not ignored',
  'ws allowed tenants change',
  'syn linked service type',
  'syn managed PE unknown subresource',
  'adf unknown property (policy.foo)',
  'adf web POST without body',
  'adf GetMetadata store only',
  'adf Copy sink without storeSettings',
  'adf unknown pipeline in ExecutePipeline',
  'adf unknown dataset in Lookup',
  'adf unknown linked service',
  'adf timeout bad format',
  'adf global Int abc',
  'adf ir name 2',
  'trigger minutes on Hour',
  'diag unknown metric category',
  'metric wrong namespace',
  'metric several scopes without type',
  'query P7D',
  'query 2 scopes',
  'query KQL syntax error',
  'action group webhook url',
  'action group bad mail',
  'activity region eastus',
  'workbook not json',
  'workbook source upper',
  'dashboard no lenses',
  'budget dimension',
  'anomaly name',
  'role name+id',
  'role neither',
  'role unknown name',
  'PE unknown',
  'PE manual without message',
  'subnet outside vnet',
  'nsg priority 50',
  'spot price on Regular',
  'spot min/max without autoscaling',
  'misspelt argument',
  'missing required argument',
];

/** Lines about an environment file. */
const ENVIRONMENTS: Readonly<Record<string, { readonly change: object; readonly says: string }>> = {
  'ws login root (env)': { change: { names: { sqlLogin: 'root' } }, says: 'names.sqlLogin is "root"' },
  'unknown region (env)': { change: { location: 'eastuss' }, says: 'location is "eastuss"' },
};

/** Lines about a day that is over. */
const DATES: Readonly<Record<string, () => SynthesizedStack>> = {
  'budget past start': () =>
    made({
      'azurerm_consumption_budget_resource_group.b': {
        amount: 100,
        time_grain: 'Monthly',
        time_period: { start_date: '2024-01-01T00:00:00Z' },
      },
    }),
  'export in the past': () =>
    made({
      'azurerm_subscription_cost_management_export.e': { recurrence_period_start_date: '2024-01-01T00:00:00Z' },
    }),
  'budget past (env)': () => {
    const old = { ...dev, budget: { ...dev.budget, startDate: '2024-01-01' } };
    const { stacks } = synthesize((app) => addStacks(app, [old], chain));
    const [stack] = stacks.filter(({ name }) => name === 'dev');
    if (stack === undefined) throw new Error('There is no stack dev.');
    return stack;
  },
};

const made = (resources: Resources): SynthesizedStack => stackOf(completed(resources));
const badOf = (line: string): SynthesizedStack | undefined => {
  const setting = secondRound.find(({ what }) => what === line);
  return setting && made(setting.bad);
};
const isRefusedAtSynth = (line: string): boolean => {
  const bad = badOf(line);
  return bad !== undefined && violationsOf(bad).length > 0;
};
const isFoundByPolicy = (line: string): boolean => {
  const bad = badOf(line);
  if (bad === undefined) return false;
  const { decisions } = evaluatePolicies([bad], [...rules, ...synthRules], [], TODAY);
  return decisions.some(({ status }) => status === 'non-compliant');
};
function refusalOfEnvironment(change: object): string {
  try {
    checkEnvironment(Object.assign({}, dev, change));
  } catch (error) {
    if (error instanceof UserError) return `${error.message} ${error.remedy}`;
    throw error;
  }
  return 'accepted';
}

test('a line of the survey is refused when the stack is written, and found in its JSON', () => {
  expect(OVERRIDES.filter((line) => !isRefusedAtSynth(line))).toEqual([]);
  expect(OVERRIDES.filter((line) => !isFoundByPolicy(line))).toEqual([]);
});

test.each(Object.entries(ENVIRONMENTS))(
  'an environment file is refused before anything is made: %s',
  (_, { change, says }) => {
    expect(refusalOfEnvironment(change)).toContain(says);
    expect(refusalOfEnvironment({})).toBe('accepted');
  },
);

test.each(Object.entries(DATES))('a review stops what begins in the past: %s', (_, stack) => {
  const after = stack();
  const found = (before: SynthesizedStack, today: string) =>
    refusedStarts(diffStacks([before], [after]), [after], today).map(({ message }) => message);
  const nothing = { ...made({}), name: after.name };
  expect(found(nothing, TODAY)).toContainEqual(expect.stringContaining('begins on 2024-01-01'));
  expect(found(nothing, '2024-01-01').filter((message) => message.includes('2024-01-01'))).toEqual([]);
  expect(found(after, TODAY)).toEqual([]);
});

test('no line of the survey is left', () => {
  const [overrides, environments, dates] = [OVERRIDES, Object.keys(ENVIRONMENTS), Object.keys(DATES)];
  const synth = overrides.filter(isRefusedAtSynth).length;
  const policy = overrides.filter(isFoundByPolicy).length;
  const lines = new Set([...overrides, ...environments, ...dates]);
  process.stdout.write(
    `survey of wrong settings: ${String(lines.size)} lines: ${String(synth)} refused at synth (${String(policy)} found by policy), ` +
      `${String(environments.length)} refused in the environment file, ${String(dates.length)} stopped by the review\n`,
  );
  expect(lines.size).toBe(54);
  expect(synth + environments.length + dates.length).toBe(54);
});
