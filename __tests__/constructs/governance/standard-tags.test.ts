import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { Construct } from 'constructs';
import { tagAll } from '../../../constructs/governance/standard-tags';
import { resourceAt, synthesizeStack } from '../../support/synth';

describe('tagAll', () => {
  const stack = synthesizeStack((scope) => {
    tagAll(scope, { Owner: 'everybody', CostCenter: '4711' });
    new ResourceGroup(scope, 'Plain', { name: 'rg-plain', location: 'eastus' });
    const deep = new Construct(new Construct(scope, 'Deep'), 'Deeper');
    new ResourceGroup(deep, 'Own', { name: 'rg-own', location: 'eastus', tags: { Owner: 'me', Layer: 'gold' } });
    new RoleAssignment(scope, 'Untaggable', { scope: '/x', principalId: '/y', roleDefinitionName: 'Reader' });
  });

  test('tags what has no tags of its own', () => {
    expect(resourceAt(stack, '/Plain').body['tags']).toEqual({ Owner: 'everybody', CostCenter: '4711' });
  });

  test('lets a resource, however deep, say more and otherwise', () => {
    expect(resourceAt(stack, '/Own').body['tags']).toEqual({ Owner: 'me', CostCenter: '4711', Layer: 'gold' });
  });

  test('leaves alone what takes no tags', () => {
    expect(resourceAt(stack, '/Untaggable').body['tags']).toBeUndefined();
  });
});
