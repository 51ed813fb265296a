import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { SqlPool } from '../../constructs/compute/sql-pool';
import { protectBelow } from '../../constructs/base/keeps-data';
import { Lakehouse } from '../../constructs/lakehouse/lakehouse';
import { propsOfModule } from '../../constructs/lakehouse/from-module';
import type { LakehouseModule } from '../../constructs/lakehouse/module-props';
import { recordMove } from '../../constructs/base/record-move';
import { guardAddresses } from '../../refusals/guard-addresses';
import { UserError } from '../../shared/errors';
import { environments } from '../../environments';
import { production as example } from '../../examples/production';
import { lockOf, type AddressLock } from '../../synthesized/address-lock';
import type { SynthesizedStack } from '../../synthesized/stack';
import { AzureStack } from '../../stacks/azure-stack';
import { contract } from '../support/contracts';
import { synthesizeShipped } from '../support/shipped';
import { bodyOf, resourceAt, synthesize, synthesizeStack } from '../support/synth';

const LOCKS = join(__dirname, '..', '..', 'environments', 'locks');
const { stacks } = synthesizeShipped();

test.each(environments.map(({ name }) => name))('the lock of %s holds all that holds data (npm run lock)', (name) => {
  const committed = JSON.parse(readFileSync(join(LOCKS, `${name}.json`), 'utf8')) as AddressLock;
  expect(committed).toEqual(lockOf(stacks.filter(({ environment }) => environment === name)));
  expect(Object.keys(committed[name] ?? {}).length).toBeGreaterThan(8);
});

const production: LakehouseModule = {
  ...example,
  contracts: [contract('bronze.events')],
  deltaTables: { bronze: ['events'], silver: [], gold: [] },
  storageAccount: { name: 'lakehouseprod', replicationType: 'GRS' },
};

interface Refactoring {
  readonly module?: LakehouseModule;
  readonly change?: (lake: Lakehouse) => void;
  /** Id of a new construct around the lake. */
  readonly wrap?: string;
}

/** The production lake under some construct id, as a refactoring would leave it. */
function lakeAt(
  id: string,
  lock: AddressLock,
  { module = production, change, wrap }: Refactoring = {},
): SynthesizedStack {
  const { stacks: made } = synthesize((app) => {
    const stack = new AzureStack(app, 'prod', propsOfModule(module).environment);
    const lake = Lakehouse.fromModule(wrap === undefined ? stack : new Construct(stack, wrap), id, module);
    change?.(lake);
    guardAddresses(stack, lock);
  });
  const [stack] = made;
  if (stack === undefined) throw new Error('Nothing was made.');
  return stack;
}

const before = lakeAt('Lakehouse', {});
const lock = lockOf([before]);
const account = before.resources.filter(({ type }) => type === 'azurerm_storage_account')[0];
if (account === undefined) throw new Error('The lake has no account.');

/** Every resource that holds data in the renamed lake, with the logical id that it had. */
function eachLocked(lake: Lakehouse, change: (resource: TerraformResource, old: string) => void): void {
  const old = new Map(Object.entries(lock['prod'] ?? {}).map(([address, { path }]) => [path, address.split('.')[1]]));
  for (const node of lake.node.findAll()) {
    const id = old.get(node.node.path.replace('prod/Lake/', 'prod/Lakehouse/'));
    if (id !== undefined && node instanceof TerraformResource) change(node, id);
  }
}

describe('a lake whose construct is renamed', () => {
  test('fails at synth for each address that data would be lost with', () => {
    const build = () => lakeAt('Lake', lock);
    expect(build).toThrow(UserError);
    expect(build).toThrow(`${account.path}: ${account.address} is gone; allowed: a resource at that address`);
    expect(build).toThrow('every table and file of the lake');
  });

  test('is accepted once every move is written down, and Terraform is told', () => {
    const moved = lakeAt('Lake', lock, { change: (lake) => eachLocked(lake, recordMove) });
    const move = moved.moves.find(({ from }) => from === account.address);
    expect(moved.moves).toHaveLength(Object.keys(lock['prod'] ?? {}).length);
    expect(moved.resources.find(({ address }) => address === move?.to)?.type).toBe('azurerm_storage_account');
  });

  test('fails for a move to nowhere', () => {
    const move = { from: account.address, to: 'azurerm_storage_account.nowhere' };
    const change = (lake: Lakehouse) => lake.group.cdktfStack.addOverride('moved', [move]);
    expect(() => lakeAt('Lake', lock, { change })).toThrow(`${account.address} is gone`);
  });
});

describe('a lake that moves into a construct of its own', () => {
  test('keeps every address where the new level is named Default, which no address holds', () => {
    const moved = lakeAt('Lakehouse', lock, { wrap: 'Default' });
    const kept = moved.resources.find(({ address }) => address === account.address);
    expect(kept?.path).toBe(account.path.replace('prod/', 'prod/Default/'));
    expect(moved.resources.map(({ address }) => address)).toEqual(before.resources.map(({ address }) => address));
  });

  test('fails where it is named otherwise', () => {
    expect(() => lakeAt('Lakehouse', lock, { wrap: 'Platform' })).toThrow(`${account.address} is gone`);
  });
});

describe('a lake that changes what cannot be changed', () => {
  const withAccount = (settings: Partial<LakehouseModule['storageAccount']>) =>
    lakeAt('Lakehouse', lock, {
      module: { ...production, storageAccount: { ...production.storageAccount, ...settings } },
    });

  test('fails for a redundancy of another group, which replaces the account', () => {
    expect(() => withAccount({ replicationType: 'GZRS' })).toThrow(
      `account_replication_type of ${account.address} is "GZRS"; allowed: "GRS"`,
    );
  });

  test('accepts a redundancy of the same group', () => {
    expect(bodyOf(withAccount({ replicationType: 'RAGRS' }), 'azurerm_storage_account')).toMatchObject({
      account_replication_type: 'RAGRS',
    });
  });

  test('fails for another name', () => {
    expect(() => withAccount({ name: 'otherlake' })).toThrow('"otherlake"; allowed: "lakehouseprod"');
  });
});

describe('data', () => {
  const kept = (environment: boolean | undefined, protectData: boolean | undefined): unknown => {
    const stack = synthesizeStack((outer) => {
      const scope = new Construct(outer, 'Place');
      if (environment !== undefined) protectBelow(scope, environment);
      const workspaceId = '/subscriptions/s/resourceGroups/r/providers/Microsoft.Synapse/workspaces/w';
      const prop = protectData === undefined ? {} : { protectData };
      new SqlPool(scope, 'Pool', { workspaceId, name: 'serving', sku: 'DW100c', storage: 'GRS', ...prop });
    });
    return resourceAt(stack, 'Pool/Resource').body['lifecycle'];
  };

  test.each([
    [true, false],
    [true, undefined],
    [false, true],
    [undefined, undefined],
  ])('is kept where the environment says %s and the prop %s', (environment, prop) => {
    expect(kept(environment, prop)).toEqual({ prevent_destroy: true });
  });

  test('may be lost only where both say so', () => {
    expect(kept(false, false)).toEqual({ prevent_destroy: false });
  });
});
