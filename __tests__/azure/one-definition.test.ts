import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTIVITY_TYPES } from '../../azure/activity-types';
import { NAME_KIND_BY_TYPE, NAME_RULES, type NameKind, type NameRule } from '../../azure/names';
import { checkName } from '../../constructs/base/naming';
import { checkActivities, type Activity } from '../../constructs/orchestration/activity';
import { pipelineActivities } from '../../policies/rules/pipeline-activities';
import { resourceNames } from '../../policies/rules/resource-names';
import type { Rule } from '../../policies/rule';
import type { JsonObject } from '../../shared/json';
import { stackOf } from '../policies/harness';
import { scratchStack } from '../support/synth';

/** Whether the policy and the construct take the same thing. */
interface Opinions {
  readonly construct: boolean;
  readonly policy: boolean;
}

function takes(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

function complies(rule: Rule, type: string, body: JsonObject): boolean {
  const verdict = rule.evaluate(stackOf({ [`${type}.it`]: body }));
  return verdict !== 'not-applicable' && verdict.every(({ outcome }) => outcome.kind === 'compliant');
}

const opinionsOnName = (type: string, kind: NameKind, name: string): Opinions => ({
  construct: takes(() => checkName(scratchStack(), kind, name)),
  policy: complies(resourceNames, type, { name }),
});

/** An activity as a program without types would write it. */
function activityOf(type: string): Activity {
  const policy = {
    timeout: '0.01:00:00',
    retry: 0,
    retryIntervalInSeconds: 30,
    secureInput: false,
    secureOutput: false,
  };
  const written: unknown = { name: 'it', type, dependsOn: [], policy, userProperties: [], typeProperties: {} };
  return written as Activity;
}

const opinionsOnActivity = (type: string): Opinions => ({
  construct: takes(() => checkActivities(scratchStack(), [activityOf(type)])),
  policy: complies(pipelineActivities, 'azurerm_data_factory_pipeline', {
    activities_json: JSON.stringify([{ name: 'it', type }]),
  }),
});

describe.each(Object.entries(NAME_KIND_BY_TYPE))('a name of %s', (type, kind) => {
  const { min, max }: NameRule = NAME_RULES[kind];
  const samples = [
    'a',
    'Aa-1',
    'a--b',
    'a_b',
    '$web',
    'x.',
    '-a',
    'a'.repeat(min),
    'a'.repeat(max),
    'a'.repeat(max + 1),
  ];

  test.each(samples)('%s is judged alike by construct and policy', (name) => {
    const { construct, policy } = opinionsOnName(type, kind, name);
    expect(policy).toBe(construct);
  });
});

test('what once passed one check and failed the other fails both', () => {
  const refused: Opinions = { construct: false, policy: false };
  expect(opinionsOnName('azurerm_data_factory_pipeline', 'pipeline', 'p'.repeat(141))).toEqual(refused);
  expect(opinionsOnName('azurerm_data_factory_pipeline', 'pipeline', 'p'.repeat(140))).toEqual({
    construct: true,
    policy: true,
  });
  expect(opinionsOnName('azurerm_key_vault_key', 'key', 'k'.repeat(128))).toEqual(refused);
});

test.each([...ACTIVITY_TYPES])('the activity %s is taken by construct and policy', (type) => {
  expect(opinionsOnActivity(type)).toEqual({ construct: true, policy: true });
});

test('an activity that the provider does not know is refused by both', () => {
  expect(opinionsOnActivity('SparkNotebook')).toEqual({ construct: false, policy: false });
});

describe('a fact of Azure', () => {
  const folders = [
    'contracts',
    'environments',
    'policies',
    'finops',
    'delivery',
    'refusals',
    'constructs',
    'review',
    'stacks',
  ];
  const sources = folders.flatMap((folder) =>
    readdirSync(join(__dirname, '..', '..', folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => [`${folder}/${file}`, readFileSync(join(__dirname, '..', '..', folder, file), 'utf8')] as const),
  );

  test.each([
    ['the form of a GUID', /0-9a-f\]\{8\}.*\{12\}\$\//],
    ['the node sizes', /'XXLarge'/],
    ['the sizes of SQL pools', /\b2500, 3000, 5000\b/],
    ['the redundancies over zones', /'ZRS', 'GZRS'/],
    ['the types of activities', /'DatabricksSparkJar'/],
    ['the zones of private endpoints', /sqlondemand: 'privatelink/i],
    ['the suffixes of the other clouds', /core\.chinacloudapi\.cn'/],
    ['the longest auto-pause', /\b10_?080\b(?!.*minutes)/],
  ])('%s is defined in azure/ only', (_, pattern) => {
    const found = sources.filter(([, text]) =>
      text.split('\n').some((line) => !/^\s*(\*|\/)/.test(line) && pattern.test(line)),
    );
    expect(found.map(([file]) => file)).toEqual([]);
  });
});
