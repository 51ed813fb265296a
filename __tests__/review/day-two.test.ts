/** What ordinary changes do to a deployed lake with locks: in place, replaced, data at risk, or blocked by a lock. */
import type { App } from 'cdktf';
import type { TableContract } from '../../contracts/contract';
import { environments } from '../../environments';
import type { Environment } from '../../environments/settings/environment';
import { diffStacks } from '../../review/diff';
import type { ResourceChange } from '../../review/resource-change';
import { LakehouseStack } from '../../stacks/lakehouse-stack';
import type { SynthesizedStack } from '../../synthesized/stack';
import { shippedContracts } from '../support/shipped';
import { synthesize } from '../support/synth';
import { applyInTurn, hasTerraform } from '../support/terraform';

const contracts = shippedContracts();
const shipped = environments.find(({ name }) => name === 'prod');
if (shipped === undefined) throw new Error('no prod');
const prod: Environment = shipped;

const OTHER = '00000000-0000-4000-8000-0000000000aa';
const tenant = { id: 'acme', isolation: 'container', readers: { name: 'acme-readers', objectId: OTHER } } as const;
const shared: Environment = { ...prod, tenants: [tenant] };

function stackOf(environment: Environment, tables: readonly TableContract[] = contracts): SynthesizedStack {
  const { stacks } = synthesize((app: App) => {
    new LakehouseStack(app, environment.name, { environment, contracts: tables });
  });
  const [stack] = stacks;
  if (stack === undefined) throw new Error('no stack');
  return stack;
}

const kept = new Map<Environment, SynthesizedStack>();
function baseOf(environment: Environment): SynthesizedStack {
  const stack = kept.get(environment) ?? stackOf(environment);
  kept.set(environment, stack);
  return stack;
}

type Word = 'in place' | 'replaced' | 'removed' | 'added' | 'data at risk' | 'blocked by lock';

function wordOf({ kind, loses, blockedBy }: ResourceChange): Word {
  if (blockedBy !== undefined) return 'blocked by lock';
  if (loses !== undefined) return 'data at risk';
  if (kind === 'removed' || kind === 'replaced' || kind === 'added') return kind;
  return 'in place';
}

/** The lock and the list that it follows: what happens around every deletion below it. */
const isOfLock = ({ type }: ResourceChange): boolean => type === 'azurerm_management_lock' || type === 'terraform_data';

interface Seen {
  /** Per kind of resource, but for the locks. */
  readonly resources: Readonly<Record<string, readonly Word[]>>;
  readonly locksReplaced: number;
}

function seen(before: SynthesizedStack, after: SynthesizedStack): Seen {
  const changes = diffStacks([before], [after]).flatMap((diff) => diff.changes);
  const resources: Record<string, Word[]> = {};
  for (const change of changes.filter((one) => !isOfLock(one))) {
    const type = change.type.replace('azurerm_', '');
    resources[type] = [...new Set([...(resources[type] ?? []), wordOf(change)])].sort();
  }
  const locksReplaced = changes.filter(({ type, kind }) => type === 'azurerm_management_lock' && kind === 'replaced');
  return { resources, locksReplaced: locksReplaced.length };
}

const [batch, adhoc] = prod.sparkPools;
const [serving] = prod.sqlPools;
if (batch === undefined || adhoc === undefined || serving === undefined) throw new Error('prod has other pools');
const pools = (change: Partial<typeof batch>): Partial<Environment> => ({
  sparkPools: [{ ...batch, ...change }, adhoc],
});
const sql = (change: Partial<typeof serving>): Partial<Environment> => ({ sqlPools: [{ ...serving, ...change }] });

interface Case {
  readonly from?: Environment;
  readonly change?: Partial<Environment>;
  readonly tables?: readonly TableContract[];
  /** What must be among what is seen; every other kind of resource may only change in place or be added. */
  readonly expected: Readonly<Record<string, readonly Word[]>>;
  readonly locks: number;
}

const CASES: Readonly<Record<string, Case>> = {
  'a larger Spark pool': {
    change: pools({ maxNodes: 12 }),
    expected: { synapse_spark_pool: ['in place'] },
    locks: 0,
  },
  'larger Spark nodes': {
    change: pools({ nodeSize: 'Large' }),
    expected: { synapse_spark_pool: ['in place'] },
    locks: 0,
  },
  'a larger SQL pool': { change: sql({ sku: 'DW200c' }), expected: { synapse_sql_pool: ['in place'] }, locks: 0 },
  'other tags': {
    change: { tags: { ...prod.tags, Owner: 'Somebody' } },
    expected: { storage_account: ['in place'], key_vault: ['in place'] },
    locks: 0,
  },
  'a contract removed, where each table has a job': {
    from: { ...prod, sessions: 'table' },
    tables: contracts.filter(({ name }) => name !== 'gold.daily_metrics'),
    expected: { data_factory_pipeline: ['in place'] },
    locks: 0,
  },
  'a contract removed, where one job takes those of the release': {
    tables: contracts.filter(({ name }) => name !== 'gold.daily_metrics'),
    expected: {},
    locks: 0,
  },
  'another form of sessions': {
    change: { sessions: 'table' },
    expected: { data_factory_pipeline: ['in place'] },
    locks: 0,
  },
  'a tenant added': {
    change: { tenants: [tenant] },
    expected: { storage_container: ['added'], role_assignment: ['added'] },
    // The lists of what is below the account and that of backups grow, and with them their locks are replaced.
    locks: 2,
  },
  'a tenant removed': {
    from: shared,
    change: { tenants: [] },
    expected: { storage_container: ['data at risk'], role_assignment: ['removed'] },
    locks: 2,
  },
  'keys that move into hardware': {
    change: {
      keyVault: { ...prod.keyVault, sku: 'premium' },
      encryption: { rotationDays: 365, keyType: 'RSA-HSM' },
    },
    // Another kind of key is another key: what the old one encrypts is lost with it.
    expected: { key_vault: ['in place'], key_vault_key: ['data at risk'] },
    locks: 1,
  },
  "the analysts' group changed": {
    change: { access: { ...prod.access, analysts: { name: 'other', objectId: OTHER } } },
    expected: { role_assignment: ['replaced'] },
    locks: 1,
  },
  'engineers who may write': {
    change: { access: { ...prod.access, engineersMayWrite: true } },
    expected: { role_assignment: ['added', 'removed'] },
    locks: 1,
  },
  'another online window': {
    change: sql({ online: { days: ['Monday'], from: '10:00', to: '22:00' } }),
    expected: {},
    locks: 0,
  },
  'redundancy within its group': {
    change: { storage: { ...prod.storage, replication: 'RAGRS' } },
    expected: { storage_account: ['in place'] },
    locks: 0,
  },
  'another network range': {
    change: {
      network: { ...prod.network, virtualNetwork: { addressSpace: '10.30.0.0/22' } } as Environment['network'],
    },
    expected: { virtual_network: ['in place'], subnet: ['in place'] },
    locks: 0,
  },
  'a longer retention of audit': {
    change: { logs: { ...prod.logs, retentionDays: 120 } },
    expected: { log_analytics_workspace: ['in place'] },
    locks: 0,
  },
  'keys that rotate sooner': {
    change: { encryption: { rotationDays: 180 } },
    expected: { key_vault_key: ['in place'] },
    locks: 0,
  },
  'an alert off': {
    change: { alerts: { 'storage-capacity': false } },
    expected: { monitor_metric_alert: ['removed'] },
    locks: 0,
  },
  'a higher budget': {
    change: { budget: { ...prod.budget, monthlyUsd: 6000 } },
    expected: { consumption_budget_resource_group: ['in place'] },
    locks: 0,
  },
  'another name seed': {
    change: { nameSeed: 'medallion-retail/elsewhere' },
    expected: { storage_account: ['data at risk'], key_vault: ['data at risk'], synapse_workspace: ['data at risk'] },
    locks: 3,
  },
};

describe('a deployed lake that changes:', () => {
  it.each(Object.entries(CASES))('%s', (_, { from = prod, change = {}, tables, expected, locks }) => {
    const { resources, locksReplaced } = seen(baseOf(from), stackOf({ ...from, ...change }, tables));
    expect({ ...resources, locks: locksReplaced }).toEqual({ ...resources, ...expected, locks });
  });

  it('redundancy of another group: data at risk', () => {
    const [before, after] = [baseOf(prod), baseOf(prod)].map((stack, side) => ({
      ...stack,
      resources: stack.resources.map((resource) =>
        resource.type === 'azurerm_storage_account' && side === 1
          ? { ...resource, body: { ...resource.body, account_replication_type: 'GZRS' } }
          : resource,
      ),
    }));
    if (before === undefined || after === undefined) throw new Error('no stack');
    const { resources, locksReplaced } = seen(before, after);
    expect(resources['storage_account']).toEqual(['data at risk']);
    // Account and backup, with all that lies below them.
    expect(locksReplaced).toBe(2);
  });

  it('a lock that does not give way blocks, and the gate says so', () => {
    const stuck = { ...baseOf(prod), resources: baseOf(prod).resources.map(withoutTriggers) };
    const changed = stackOf({ ...prod, access: { ...prod.access, engineersMayWrite: true } });
    const { resources } = seen(stuck, { ...changed, resources: changed.resources.map(withoutTriggers) });
    expect(resources['role_assignment']).toEqual(['added', 'blocked by lock']);
  });

  (hasTerraform ? it : it.skip)(
    'Terraform plans for all of prod what the review says of a right that is revoked',
    () => {
      const before = baseOf(prod);
      const after = stackOf({ ...prod, access: { ...prod.access, analysts: { name: 'other', objectId: OTHER } } });
      const { planned, applied } = applyInTurn(before, after);
      const [diff] = diffStacks([before], [after]);
      const words: Readonly<Record<string, string>> = {
        replaced: 'replace',
        removed: 'delete',
        changed: 'update',
        added: 'create',
      };
      expect(planned).toEqual(
        Object.fromEntries(diff?.changes.map(({ address, kind }) => [address, words[kind]]) ?? []),
      );
      const deleted = applied.filter((step) => step.startsWith('delete '));
      expect(deleted[0]).toMatch(/azurerm_management_lock/);
      expect(deleted.length).toBeGreaterThan(1);
    },
  );
});

/** As a lake was deployed before its locks gave way. */
function withoutTriggers(resource: SynthesizedStack['resources'][number]): SynthesizedStack['resources'][number] {
  const { lifecycle: _, ...body } = resource.body;
  return resource.type === 'azurerm_management_lock' ? { ...resource, body } : resource;
}
