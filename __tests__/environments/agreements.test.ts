import { environments } from '../../environments';
import { checkEnvironment } from '../../environments/checks/check-environment';
import { dev } from '../../environments/dev';
import { prod } from '../../environments/prod';
import type { Environment } from '../../environments/settings/environment';
import { UserError } from '../../shared/errors';

const guid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const tenant = (id: string, objectId: string) => ({
  id,
  isolation: 'container' as const,
  readers: { name: id, objectId },
});
const kafka = { kind: 'kafka', bootstrapServers: 'h:9093' };
const server = '/subscriptions/s/resourceGroups/r/providers/Microsoft.Sql/servers/sql';

/** An environment as JavaScript, or a cast, may hand it over. */
function refusal(base: Environment, changes: Readonly<Record<string, unknown>>): string {
  try {
    checkEnvironment(Object.assign({}, base, changes));
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return '';
}

const network = prod.network.posture === 'private' ? prod.network : undefined;

test.each<[string, Environment, Readonly<Record<string, unknown>>, string]>([
  ['an unknown region', dev, { location: 'eastuss' }, 'location is "eastuss"'],
  [
    'packages with exfiltration protection',
    prod,
    { sparkPools: prod.sparkPools.map((pool) => ({ ...pool, packages: ['x==1'] })) },
    'sparkPools.synspbatch.packages',
  ],
  [
    'lineage that exfiltration protection keeps in',
    prod,
    {
      sparkPools: prod.sparkPools.map((pool) => ({
        ...pool,
        lineage: { url: 'https://l.example.com', namespace: 'x' },
      })),
    },
    'sparkPools.synspbatch.lineage',
  ],
  [
    'more endpoints than addresses',
    prod,
    { network: { ...network, virtualNetwork: { addressSpace: '10.20.0.0/28' } } },
    'network.virtualNetwork.addressSpace',
  ],
  ['budgets of layers that share an account', dev, { budget: { ...dev.budget, layers: { gold: 1 } } }, 'budget.layers'],
  [
    'a part above the whole',
    dev,
    { budget: { ...dev.budget, parts: { synapse: dev.budget.monthlyUsd + 1 } } },
    'budget of synapse',
  ],
  ['a login that Azure keeps: root', dev, { names: { sqlLogin: 'root' } }, 'names.sqlLogin is "root"'],
  ['a login that Azure keeps: Admin', dev, { names: { sqlLogin: 'Admin' } }, 'names.sqlLogin is "Admin"'],
  ['tags that differ by case', dev, { tags: { ...dev.tags, owner: 'x' } }, 'tags is'],
  [
    'a contact with a name of 200 characters',
    dev,
    { contacts: [{ name: 'x'.repeat(200), email: 'a@b.c' }] },
    'contacts.name',
  ],
  ['a vault that Azure does not have', dev, { keyVault: { ...dev.keyVault, sku: 'gold' } }, 'keyVault.sku is "gold"'],
  [
    'keys in hardware in a vault without any',
    prod,
    { encryption: { rotationDays: 365, keyType: 'RSA-HSM' } },
    'encryption.keyType is "RSA-HSM"',
  ],
  ['a key of no kind', prod, { encryption: { rotationDays: 365, keyType: 'EC' } }, 'encryption.keyType is "EC"'],
  ['a tenant called like a layer', dev, { tenants: [tenant('bronze', guid(1))] }, 'tenants.bronze.id'],
  [
    'a budget of a tenant that Azure cannot tell apart',
    dev,
    { tenants: [{ ...tenant('acme', guid(1)), monthlyUsd: 100 }] },
    'tenants.acme.monthlyUsd is 100',
  ],
  [
    'a tenant that may cost nothing a day',
    dev,
    { tenants: [{ ...tenant('acme', guid(1)), usdPerDay: 0 }] },
    'tenants.acme.usdPerDay is 0',
  ],
  [
    'a tenant’s maintenance on a day that does not exist',
    dev,
    { tenants: [{ ...tenant('acme', guid(1)), maintenance: { ...dev.pipeline, startTime: '2027-02-31T00:00:00Z' } }] },
    'tenants.acme.maintenance.startTime',
  ],
  [
    'a tenant of the lake’s analysts',
    dev,
    { tenants: [tenant('acme', dev.access.analysts.objectId)] },
    'tenants.acme.readers.objectId',
  ],
  [
    'a state account with capitals',
    dev,
    { state: { ...dev.state, storageAccount: 'My_Account' } },
    'state.storageAccount is "My_Account"',
  ],
  ['an empty resource group of the state', dev, { state: { ...dev.state, resourceGroup: '' } }, 'state.resourceGroup'],
  [
    'a day that does not exist',
    dev,
    { pipeline: { ...dev.pipeline, startTime: '2027-02-31T00:00:00Z' } },
    'pipeline.startTime',
  ],
  [
    'a subnet that is no id',
    dev,
    { spotBatch: { subnetId: 'snet', maxPricePerHour: 1, vmSize: 'Standard_D4s_v5', maxNodes: 2 } },
    'spotBatch.subnetId is "snet"',
  ],
  [
    'zone 9',
    dev,
    { spotBatch: { subnetId: 'snet', zones: ['9'], maxPricePerHour: 1, vmSize: 'Standard_D4s_v5', maxNodes: 2 } },
    'spotBatch.zones',
  ],
  [
    'an endpoint to no ARM id',
    dev,
    { connections: { k: kafka }, sourceEndpoints: { k: { targetResourceId: 'sql', subresource: 'sqlServer' } } },
    'sourceEndpoints.k.targetResourceId',
  ],
  [
    'an endpoint with another subresource',
    dev,
    { connections: { k: kafka }, sourceEndpoints: { k: { targetResourceId: server, subresource: 'blob' } } },
    'sourceEndpoints.k.subresource is "blob"; allowed: sqlServer',
  ],
  [
    'an endpoint without a connection',
    dev,
    { sourceEndpoints: { k: { targetResourceId: server, subresource: 'sqlServer' } } },
    'a connection of that name',
  ],
  [
    'a password in a URL',
    dev,
    { connections: { k: { kind: 'rest', url: 'https://me:hunter2@example.com' } } },
    'connections.k.url',
  ],
  ['no network', dev, { network: undefined }, 'network is not set'],
  ['no storage', dev, { storage: undefined }, 'storage is not set'],
  [
    'a misspelt subnet',
    prod,
    { network: { ...network, virtualNetwork: { endpointSubnetID: '/x' } } },
    'network.virtualNetwork is',
  ],
])('refuses %s', (_what, base, changes, says) => {
  const message = refusal(base, changes);
  expect(message).toContain(says);
  expect(message).not.toContain('hunter2');
});

test('accepts every shipped environment', () => {
  for (const environment of environments) expect(refusal(environment, {})).toBe('');
});
