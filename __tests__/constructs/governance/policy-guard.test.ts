import { PolicyGuard } from '../../../constructs/governance/policy-guard';
import type { PolicyGuardProps } from '../../../constructs/governance/policy-guard-props';
import { describeRefusals } from '../../support/refusal';
import { bodiesOf, synthesizeStack } from '../../support/synth';

const base: PolicyGuardProps = {
  suffix: 'lake-test',
  resourceGroupId: '/subscriptions/s/resourceGroups/rg',
  requiredTags: ['Owner', 'CostCenter'],
  allowedRegions: ['eastus', 'westus'],
};

describe('PolicyGuard', () => {
  describeRefusals(base, (stack, id, props) => new PolicyGuard(stack, id, props), [
    { what: 'no tag', bad: { requiredTags: [] }, setting: 'requiredTags', good: { requiredTags: ['Owner'] } },
    {
      what: 'a tag that would end its quotes',
      bad: { requiredTags: ["Owner's"] },
      setting: 'requiredTags',
      good: { requiredTags: ['Cost Center'] },
    },
    { what: 'no region', bad: { allowedRegions: [] }, setting: 'allowedRegions', good: { allowedRegions: ['eastus'] } },
    {
      what: 'a region in words',
      bad: { allowedRegions: ['East US'] },
      setting: 'allowedRegions',
      good: { allowedRegions: ['eastus2'] },
    },
    { what: 'a suffix with a slash', bad: { suffix: 'a/b' }, setting: 'suffix', good: { suffix: 'a-b' } },
  ]);

  const stack = synthesizeStack((scope) => new PolicyGuard(scope, 'Guard', base));
  const definitions = bodiesOf(stack, 'azurerm_policy_definition');
  const rules = definitions.map(({ policy_rule: rule }) => JSON.parse(String(rule)) as { if: object; then: object });

  test('denies three things, each assigned to the group and enforced', () => {
    expect(definitions.map(({ name, mode }) => [name, mode])).toEqual([
      ['medallion-allowed-regions-lake-test', 'Indexed'],
      ['medallion-public-access-lake-test', 'All'],
      ['medallion-required-tags-lake-test', 'Indexed'],
    ]);
    expect(rules.map(({ then }) => then)).toEqual([{ effect: 'deny' }, { effect: 'deny' }, { effect: 'deny' }]);
    const assignments = bodiesOf(stack, 'azurerm_resource_group_policy_assignment');
    expect(assignments).toHaveLength(3);
    for (const assignment of assignments) {
      expect(assignment).toMatchObject({ enforce: true, resource_group_id: base.resourceGroupId });
      expect(String(assignment['policy_definition_id'])).toMatch(/^\$\{azurerm_policy_definition\./);
      expect(assignment).not.toHaveProperty('identity');
    }
  });

  test('wants every tag, but not of what Azure makes beside a resource', () => {
    expect(rules[2]?.if).toEqual({
      allOf: [
        { field: 'type', notIn: expect.arrayContaining(['Microsoft.Network/networkInterfaces']) },
        {
          anyOf: [
            { field: "tags['Owner']", exists: 'false' },
            { field: "tags['CostCenter']", exists: 'false' },
          ],
        },
      ],
    });
  });

  test('lets through the regions that are named, and what stands in none', () => {
    expect(rules[0]?.if).toEqual({ field: 'location', notIn: ['eastus', 'westus', 'global'] });
  });

  test('only reports where it is told to', () => {
    const reporting = synthesizeStack((scope) => new PolicyGuard(scope, 'Guard', { ...base, enforce: false }));
    expect(bodiesOf(reporting, 'azurerm_resource_group_policy_assignment').map(({ enforce }) => enforce)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
