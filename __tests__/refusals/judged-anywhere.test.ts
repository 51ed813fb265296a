/** Constructs in a stack of one's own, without a `Lakehouse` and without an `AzureStack`: what an override leaves is judged there too. */
import { Construct } from 'constructs';
import type { TerraformStack } from 'cdktf';
import { Aspects, TerraformResource } from 'cdktf';
import * as library from '../../constructs';
import { Judged } from '../../constructs/base/judged';
import { RefusedStackError } from '../../refusals/refuse-at-synth';
import { contacts, factory, logs, sqlPool, storage, vault, workspace, WORKSPACE_ID } from '../defaults/parts';
import { synthesizeStack } from '../support/synth';

const { SparkPool } = library;
const pool = (stack: TerraformStack) =>
  new SparkPool(stack, 'Batch', {
    workspaceId: WORKSPACE_ID,
    name: 'batch',
    nodeSize: 'Small',
    minNodes: 3,
    maxNodes: 5,
    autoPauseMinutes: 15,
  }).pool;

interface Override {
  readonly what: string;
  readonly on: (stack: TerraformStack) => TerraformResource;
  readonly path: string;
  readonly bad: unknown;
  readonly says: string;
  /** The nearest value that Azure takes. */
  readonly good: unknown;
}

const account = (stack: TerraformStack) => storage(stack).account;
const overrides: readonly Override[] = [
  {
    what: 'versions of an account with folders',
    on: account,
    path: 'blob_properties.versioning_enabled',
    bad: true,
    says: 'is_hns_enabled is true, which excludes versioning_enabled',
    good: false,
  },
  { what: 'TLS of tomorrow', on: account, path: 'min_tls_version', bad: 'TLS1_3', says: 'TLS1_3', good: 'TLS1_2' },
  {
    what: 'a soft delete of five days',
    on: (stack) => vault(stack).vault,
    path: 'soft_delete_retention_days',
    bad: 5,
    says: 'soft_delete_retention_days is 5',
    good: 7,
  },
  { what: 'two nodes', on: pool, path: 'auto_scale.min_node_count', bad: 2, says: '2', good: 4 },
  {
    what: 'a size that there is not',
    on: (stack) => sqlPool(stack).pool,
    path: 'sku_name',
    bad: 'DW150c',
    says: 'DW150c',
    good: 'DW200c',
  },
  {
    what: 'a login that Azure keeps for itself',
    on: (stack) => workspace(stack, storage(stack)).workspace,
    path: 'sql_administrator_login',
    bad: 'admin',
    says: 'sql_administrator_login is "admin"',
    good: 'somebody',
  },
  {
    what: 'logs that are thrown away too soon',
    on: (stack) => logs(stack).workspace,
    path: 'retention_in_days',
    bad: 10,
    says: 'retention_in_days is 10',
    good: 60,
  },
  {
    what: 'a parameter that is no number',
    on: (stack) => factory(stack).factory,
    path: 'global_parameter',
    bad: [{ name: 'n', type: 'Int', value: 'abc' }],
    says: 'of type Int is "abc"',
    good: [{ name: 'n', type: 'Int', value: '7' }],
  },
  {
    what: 'a mail address that is none',
    on: (stack) => contacts(stack).group,
    path: 'email_receiver',
    bad: [{ name: 'o', email_address: 'ops' }],
    says: 'email_receiver.email_address is "ops"',
    good: [{ name: 'o', email_address: 'ops@example.com' }],
  },
  {
    what: 'an argument that there is not',
    on: account,
    path: 'min_tls_versoin',
    bad: 'TLS1_2',
    says: 'min_tls_versoin',
    good: undefined,
  },
];

function refusal(build: (stack: TerraformStack) => void): RefusedStackError {
  try {
    synthesizeStack(build);
  } catch (error) {
    if (error instanceof RefusedStackError) return error;
    throw error;
  }
  throw new Error('The override was accepted.');
}

describe.each(overrides)('$what, by an override', ({ on, path, bad, good, says }) => {
  test('is refused, with the path of its construct', () => {
    const { violations } = refusal((stack) => {
      on(stack).addOverride(path, bad);
    });
    const found = violations.filter(({ message }) => message.includes(says));
    expect(violations.map(({ message }) => message)).toContainEqual(expect.stringContaining(says));
    for (const { path: at, remedy } of found) {
      expect(at).toMatch(/^test\/[A-Z]\w+/);
      expect(remedy.length).toBeGreaterThan(15);
    }
  });

  test('is accepted in its nearest form', () => {
    const { resources } = synthesizeStack((stack) => {
      on(stack).addOverride(path, good);
    });
    expect(resources.length).toBeGreaterThan(0);
  });
});

test('what stands beside a construct is judged with it: a raw resource, and what an aspect leaves', () => {
  const raw = refusal((stack) => {
    logs(stack);
    new TerraformResource(stack, 'Raw', { terraformResourceType: 'azurerm_management_lock' }).addOverride(
      'lock_level',
      'NoDelete',
    );
  });
  expect(raw.message).toContain('lock_level is "NoDelete"');
  const late = refusal((stack) => {
    storage(stack);
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof TerraformResource && node.terraformResourceType === 'azurerm_storage_account') {
          node.addOverride('access_tier', 'Archive');
        }
      },
    });
  });
  expect(late.message).toContain('access_tier is "Archive"');
});

test('every public construct brings the judgement with it', () => {
  const made = Object.entries(library).filter(
    ([, value]) => typeof value === 'function' && value.prototype instanceof Construct,
  );
  expect(made.length).toBeGreaterThan(35);
  expect(made.filter(([, value]) => !(value.prototype instanceof Judged)).map(([name]) => name)).toEqual([]);
});
