import { Catalog } from '../../../constructs/governance/catalog';
import type { CatalogProps } from '../../../constructs/governance/catalog-props';
import { dev } from '../../../environments/dev';
import type { Environment } from '../../../environments/settings/environment';
import { prod } from '../../../environments/prod';
import { recoveryOf } from '../../../environments/recovery';
import { evaluatePolicies, isFailure } from '../../../policies/engine';
import { rules } from '../../../policies/rules';
import type { SynthesizedStack } from '../../../synthesized/stack';
import { addStacks } from '../../../stacks';
import { chain } from '../../support/contracts';
import { describeRefusals } from '../../support/refusal';
import { bodiesOf, bodyOf, resourceAt, synthesize, type Synthesis } from '../../support/synth';

const base: CatalogProps = { name: 'pview-lake-test', resourceGroupName: 'rg-test', location: 'eastus' };

describeRefusals<CatalogProps>(base, (stack, id, props) => new Catalog(stack, id, props), [
  { what: 'a name with a dot', bad: { name: 'purview.lake' }, setting: 'name', good: { name: 'purview-lake' } },
  { what: 'a name of two letters', bad: { name: 'pv' }, setting: 'name', good: { name: 'pvl' } },
]);

const made = (environment: Environment): Synthesis => synthesize((app) => addStacks(app, [environment], chain));
const lakeOf = ({ stacks }: Synthesis): SynthesizedStack => {
  const found = stacks.find(({ name }) => !name.endsWith('-access'));
  if (found === undefined) throw new Error('There is a lake.');
  return found;
};
const scans = (lake: SynthesizedStack): readonly (readonly [unknown, unknown])[] =>
  bodiesOf(lake, 'azurerm_role_assignment')
    .filter(({ description }) => String(description).startsWith('The catalogue scans'))
    .map(({ scope, principal_id }) => [scope, principal_id] as const);

describe('a catalogue of the lake', () => {
  const synthesis = made({ ...prod, catalog: { kind: 'own' } });
  const lake = lakeOf(synthesis);
  const account = resourceAt(lake, 'Lakehouse/Catalog/Resource');

  test('is private, kept, logged and locked like everything that holds what nobody can make again', () => {
    expect(account.body).toMatchObject({
      public_network_enabled: false,
      managed_event_hub_enabled: false,
      identity: { type: 'SystemAssigned' },
      lifecycle: { prevent_destroy: true },
    });
    const endpoint = resourceAt(lake, 'Catalog/Endpoint-account/Resource').body;
    expect(endpoint).toMatchObject({ private_service_connection: { subresource_names: ['account'] } });
    const zones = bodiesOf(lake, 'azurerm_private_dns_zone').map(({ name }) => name);
    expect(zones).toContain('privatelink.purview.azure.com');
    const log = resourceAt(lake, 'Catalog/Diagnostics/Resource').body['enabled_log'];
    expect(log).toEqual([{ category: 'ScanStatusLogEvent' }, { category: 'Security' }]);
    expect(resourceAt(lake, 'Catalog/Lock/Resource').body).toMatchObject({ scope: `\${${account.address}.id}` });
  });

  test('is given to workspace and factory when they are made', () => {
    const id = `\${${account.address}.id}`;
    const workspace = bodyOf(lake, 'azurerm_synapse_workspace');
    expect(workspace['purview_id']).toBe(id);
    expect(workspace['lifecycle']).toMatchObject({ ignore_changes: expect.arrayContaining(['purview_id']) });
    expect(bodyOf(lake, 'azurerm_data_factory')['purview_id']).toBe(id);
  });

  test('scans where personal data is tokens or absent, and nowhere else', () => {
    const principal = `\${${account.address}.identity[0].principal_id}`;
    expect(scans(lake)).toEqual(
      ['gold', 'silver'].map((layer) => [
        `\${${resourceAt(lake, `Storage/Default/Container-${layer}`).address}.id}`,
        principal,
      ]),
    );
  });

  test('passes every rule', () => {
    const { decisions } = evaluatePolicies(synthesis.stacks, rules, [], '2026-11-25');
    expect(decisions.filter(isFailure)).toEqual([]);
    expect(synthesis.text['prod']).toContain('Microsoft.Purview');
  });

  test('is not made a second time in the other region', () => {
    expect(recoveryOf({ ...prod, catalog: { kind: 'own' } }).catalog).toBeUndefined();
    const existing = { kind: 'existing', accountId: '/subscriptions/s/accounts/p' } as const;
    expect(recoveryOf({ ...prod, catalog: existing }).catalog).toEqual(existing);
  });
});

describe('a catalogue that exists', () => {
  const accountId = '/subscriptions/s/resourceGroups/rg-hub/providers/Microsoft.Purview/accounts/acme';
  const principalId = '00000000-0000-4000-8000-000000000909';

  test('is referred to, and scans as the identity that is named', () => {
    const lake = lakeOf(made({ ...dev, catalog: { kind: 'existing', accountId, principalId } }));
    expect(bodiesOf(lake, 'azurerm_purview_account')).toEqual([]);
    expect(bodyOf(lake, 'azurerm_synapse_workspace')['purview_id']).toBe(accountId);
    expect(scans(lake).map(([, principal]) => principal)).toEqual([principalId, principalId]);
  });

  test('is granted nothing where no identity is named, and a lake without one knows none', () => {
    expect(scans(lakeOf(made({ ...dev, catalog: { kind: 'existing', accountId } })))).toEqual([]);
    expect(bodyOf(lakeOf(made(dev)), 'azurerm_synapse_workspace')).not.toHaveProperty('purview_id');
  });
});
