import * as fc from 'fast-check';
import { Names } from '../../../constructs/base/naming';
import type { Grantee } from '../../../constructs/security/grantee';
import { TENANT_CONTAINERS, type TenantContainer } from '../../../constructs/storage/containers';
import { LakeStorage } from '../../../constructs/storage/lake-storage';
import { Tenant } from '../../../constructs/tenancy/tenant';
import type { TenantSettings } from '../../../environments/settings/tenants';
import { isJsonObject, type JsonObject } from '../../../shared/json';
import { follow } from '../../../synthesized/references';
import { tenantIsolation } from '../../../policies/rules/tenant-isolation';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../../../synthesized/stack';
import { ConfigurationError } from '../../../constructs/base/checks';
import { chain } from '../../support/contracts';
import { synthesizeStack } from '../../support/synth';

const place = { resourceGroupName: 'rg-test', location: 'eastus' };
const names = new Names({ workload: 'lake', environment: 'test', location: 'eastus', seed: 'many tenants' });

interface Wish {
  readonly from: number;
  readonly to: number;
  readonly container: TenantContainer;
  readonly access: 'read' | 'write';
  /** An identity, or a group of people. */
  readonly group: boolean;
}

interface Plan {
  readonly isolations: readonly TenantSettings['isolation'][];
  readonly wishes: readonly Wish[];
}

const plans: fc.Arbitrary<Plan> = fc.record({
  isolations: fc.array(fc.constantFrom('container', 'account'), { minLength: 2, maxLength: 5 }),
  wishes: fc.array(
    fc.record({
      from: fc.nat(4),
      to: fc.nat(4),
      container: fc.constantFrom(...TENANT_CONTAINERS),
      access: fc.constantFrom('read', 'write'),
      group: fc.boolean(),
    }),
    { minLength: 4, maxLength: 12 },
  ),
});

function settingsOf(isolation: TenantSettings['isolation'], index: number): TenantSettings {
  const id = `tenant${String(index)}`;
  const readers = { name: id, objectId: `00000000-0000-4000-8000-${String(100 + index).padStart(12, '0')}` };
  return isolation === 'container'
    ? { id, isolation, readers }
    : {
        id,
        isolation,
        readers,
        monthlyUsd: 100,
        sparkPool: { name: `synsp${id}`, nodeSize: 'Small', minNodes: 3, maxNodes: 3, autoPauseMinutes: 5 },
      };
}

interface Outcome {
  readonly stack: SynthesizedStack;
  readonly refused: readonly Wish[];
  readonly granted: readonly Wish[];
}

const BORN_WITH = ['write landing systems', 'read gold systems', 'read gold people'];

/** A lake with the tenants of a plan, in which every wish is asked for. */
function carryOut({ isolations, wishes }: Plan): Outcome {
  const refused: Wish[] = [];
  const granted: Wish[] = [];
  const known = new Set<string>();
  const stack = synthesizeStack((scope) => {
    const settings = isolations.map(settingsOf);
    const shared = settings.filter(({ isolation }) => isolation === 'container').map(({ id }) => id);
    const account = { replication: 'GRS', contracts: chain } as const;
    const lake = new LakeStorage(scope, 'Storage', { ...place, ...account, name: 'stlaketest', tenants: shared });
    const tenants = settings.map(
      (each) =>
        new Tenant(scope, each.id, { settings: each, names, ...place, lake, account, workspaceId: '/workspaces/w' }),
    );
    wishes.forEach((wish, index) => {
      const from = tenants[wish.from % tenants.length];
      const to = tenants[wish.to % tenants.length];
      if (from === undefined || to === undefined) throw new Error('There are tenants.');
      const right = `${wish.access} ${wish.container} ${wish.group ? 'people' : 'systems'}`;
      const asked = `${from.tenantId} to ${to.tenantId}: ${right}`;
      // Azure takes each right once; some a tenant is born with.
      if (known.has(asked) || (from === to && BORN_WITH.includes(right))) return;
      known.add(asked);
      const own = from.grantee;
      const grantee: Grantee = wish.group
        ? {
            ...own,
            id: `Wish-${String(index)}`,
            type: 'Group',
            principalId: readersOf(settings[wish.from % settings.length]),
          }
        : { ...own, id: `Wish-${String(index)}` };
      try {
        if (wish.access === 'read') to.grantRead(wish.container, grantee, 'Asked for by a test.');
        else to.grantWrite(wish.container, grantee, 'Asked for by a test.');
        granted.push(wish);
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        expect(error.message).toContain(`who belongs to tenant ${from.tenantId}`);
        refused.push(wish);
      }
    });
  });
  return { stack, refused, granted };
}

function readersOf(settings: TenantSettings | undefined): string {
  if (settings === undefined) throw new Error('There are tenants.');
  return settings.readers.objectId;
}

const isForeign = ({ from, to }: Wish, { isolations }: Plan): boolean =>
  from % isolations.length !== to % isolations.length;

/** Whose a container is, read from the JSON alone. */
function ownerOf(stack: SynthesizedStack, grant: StackResource): string | undefined {
  const metadata = follow(stack, grant.body['scope'])?.body['metadata'];
  return isJsonObject(metadata) ? textOf(metadata['tenant']) : undefined;
}

/** Whose the identity behind a right is, read from the JSON alone: by its tag, and for groups by the tenant they read. */
function tenantOf(stack: SynthesizedStack, grant: StackResource): string | undefined {
  const principal = String(grant.body['principal_id']);
  const address = /^\$\{([\w.-]+)\.principal_id\}$/.exec(principal)?.[1];
  const tags = stack.resources.find((resource) => resource.address === address)?.body['tags'];
  if (isJsonObject(tags)) return textOf(tags['Tenant']);
  const number = /-0+1(\d\d)$/.exec(principal)?.[1];
  return number === undefined ? undefined : `tenant${String(Number(number))}`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

const grantsOf = (stack: SynthesizedStack): readonly StackResource[] =>
  resourcesOfType(stack, 'azurerm_role_assignment');

function crossings(stack: SynthesizedStack): readonly string[] {
  const verdict = tenantIsolation.evaluate(stack);
  if (verdict === 'not-applicable') throw new Error('A lake of tenants has something to decide.');
  return verdict.flatMap(({ resource, outcome }) => (outcome.kind === 'non-compliant' ? [resource.address] : []));
}

describe('tenants, whoever they are and whatever is asked for', () => {
  test('get rights on their own containers, and are refused every other one', () => {
    let foreign = 0;
    fc.assert(
      fc.property(plans, (plan) => {
        const { stack, refused, granted } = carryOut(plan);
        expect(refused.every((wish) => isForeign(wish, plan))).toBe(true);
        expect(granted.some((wish) => isForeign(wish, plan))).toBe(false);
        expect(crossings(stack)).toEqual([]);
        for (const grant of grantsOf(stack)) {
          const tenant = tenantOf(stack, grant);
          expect(tenant).toBeDefined();
          expect(ownerOf(stack, grant)).toBe(tenant);
        }
        foreign += refused.length;
      }),
      { numRuns: 20, seed: 20261125 },
    );
    expect(foreign).toBeGreaterThan(50);
  });

  test('are found out by the policy when a right on another tenant is added behind the constructs', () => {
    fc.assert(
      fc.property(plans, fc.nat(), fc.nat(), (plan, which, where) => {
        const { stack } = carryOut({ ...plan, wishes: [] });
        const grants = grantsOf(stack);
        const grant = grants[which % grants.length];
        if (grant === undefined) throw new Error('Every tenant has rights.');
        const others = resourcesOfType(stack, 'azurerm_storage_container').filter(({ body: { metadata } }) => {
          const owner = isJsonObject(metadata) ? metadata['tenant'] : undefined;
          return owner !== undefined && owner !== tenantOf(stack, grant);
        });
        const target = others[where % others.length];
        if (target === undefined) throw new Error('There are at least two tenants.');
        const body: JsonObject = { ...grant.body, scope: `\${${target.address}.id}` };
        const added = { ...grant, id: 'added', address: 'azurerm_role_assignment.added', body };
        expect(crossings({ ...stack, resources: [...stack.resources, added] })).toContain(added.address);
      }),
      { numRuns: 12, seed: 20261125 },
    );
  });
});

describe('a tenant', () => {
  const { stack } = carryOut({ isolations: ['container', 'account'], wishes: [] });
  const named = (type: string): readonly unknown[] => resourcesOfType(stack, type).map(({ body }) => body['name']);

  test('with isolation container has containers in the account of the lake', () => {
    expect(named('azurerm_storage_account')).toEqual(['stlaketest', `stlaketesttenant1${names.suffix}`]);
    expect(named('azurerm_storage_container').filter((name) => String(name).startsWith('tenant0-'))).toHaveLength(5);
  });

  test('with isolation account has an account and a pool, tagged with its name', () => {
    expect(named('azurerm_synapse_spark_pool')).toEqual(['synsptenant1']);
    const tagged = stack.resources.filter(({ body }) => body['tags'] !== undefined);
    expect(tagged.map(({ type, body: { tags } }) => [type, tags]).sort()).toEqual([
      ['azurerm_storage_account', { Tenant: 'tenant1' }],
      ['azurerm_synapse_spark_pool', { Tenant: 'tenant1' }],
      ['azurerm_user_assigned_identity', { Tenant: 'tenant0' }],
      ['azurerm_user_assigned_identity', { Tenant: 'tenant1' }],
    ]);
  });

  test('may deliver and read, and may not change a finished table', () => {
    const own = grantsOf(stack).filter((grant) => tenantOf(stack, grant) === 'tenant0');
    expect(own.map(({ path, body }) => [path.split('/').at(-2), body['principal_type']]).sort()).toEqual([
      ['Read-tenant0-gold-Readers-tenant0', 'Group'],
      ['Read-tenant0-gold-Tenant-tenant0', 'ServicePrincipal'],
      ['Write-tenant0-landing-Tenant-tenant0', 'ServicePrincipal'],
    ]);
  });
});

test('no tenant gets a right on what all share', () => {
  synthesizeStack((scope) => {
    const lake = new LakeStorage(scope, 'Storage', { ...place, name: 'stlake1', replication: 'LRS', contracts: [] });
    const grantee: Grantee = { id: 'Acme', principalId: settingsOf('container', 0).readers.objectId, type: 'Group' };
    expect(() => lake.grantRead('gold', { ...grantee, tenant: 'acme' }, 'Reads everything.')).toThrow(
      'right of Acme, who belongs to tenant acme is "read gold"; allowed: containers of tenant acme',
    );
    expect(() => lake.grantRead('gold', grantee, 'Belongs to the platform.')).not.toThrow();
  });
});
