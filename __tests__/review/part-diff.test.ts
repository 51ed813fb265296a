import type { JsonObject } from '../../shared/json';
import { parseStack } from '../../synthesized/parse-stack';
import { diffStacks } from '../../review/diff';

const resource = { azurerm_resource_group: { lake: { name: 'rg' } } };
const BACKEND = { storage_account_name: 'st', container_name: 'tfstate', key: 'a.tfstate', use_oidc: true };
const base: JsonObject = {
  terraform: {
    required_providers: { azurerm: { source: 'hashicorp/azurerm', version: '3.117.0' } },
    backend: { azurerm: BACKEND },
  },
  provider: { azurerm: [{ features: [{}], subscription_id: 'one', tenant_id: 't' }] },
  variable: { region: { default: 'eastus' } },
  output: { id: { value: '${azurerm_resource_group.lake.id}' } },
  locals: { owner: 'data' },
  data: { azurerm_client_config: { me: {} } },
  module: { net: { source: './net' } },
  resource,
};

function partsOf(changed: JsonObject, from: JsonObject = base) {
  const [diff] = diffStacks([parseStack('dev', from)], [parseStack('dev', { ...base, ...changed })]);
  return diff?.parts ?? [];
}

const terraform = (backend: JsonObject, version = '3.117.0'): JsonObject => ({
  terraform: { required_providers: { azurerm: { source: 'hashicorp/azurerm', version } }, backend },
});

describe('what changes beside resources', () => {
  test('is nothing when only the form differs', () => {
    expect(partsOf({ provider: { azurerm: { features: {}, subscription_id: 'one', tenant_id: 't' } } })).toEqual([]);
  });

  test.each<[string, JsonObject]>([
    ['the account', { azurerm: { ...BACKEND, storage_account_name: 'other' } }],
    ['the key', { azurerm: { ...BACKEND, key: 'b.tfstate' } }],
    ['the kind', { s3: { bucket: 'b' } }],
  ])('loses the state when %s of the backend differs', (_what, backend) => {
    expect(partsOf(terraform(backend)).filter(({ loses }) => loses?.startsWith('the state') ?? false)).not.toEqual([]);
  });

  test('loses the state when the backend is taken away', () => {
    expect(partsOf({ terraform: {} })).toContainEqual(
      expect.objectContaining({
        address: 'backend.azurerm',
        kind: 'removed',
        loses: expect.stringContaining('the state') as string,
      }),
    );
  });

  test('only lists another way to sign in to the backend', () => {
    expect(partsOf(terraform({ azurerm: { ...BACKEND, use_oidc: false } }))).toEqual([
      {
        kind: 'changed',
        part: 'backend',
        address: 'backend.azurerm',
        arguments: [{ path: 'use_oidc', before: true, after: false, replaces: false }],
      },
    ]);
  });

  test.each(['subscription_id', 'tenant_id', 'environment'])('stops at another %s of the provider', (argument) => {
    const provider = { azurerm: [{ features: [{}], subscription_id: 'one', tenant_id: 't', [argument]: 'other' }] };
    expect(partsOf({ provider })).toMatchObject([
      { address: 'provider.azurerm', loses: expect.stringContaining('another place') as string },
    ]);
  });

  test('lists a major version as a risk, and a minor one as another', () => {
    expect(partsOf(terraform({ azurerm: BACKEND }, '4.55.0'))).toMatchObject([
      { risk: expect.stringContaining('from 3 to 4') as string },
    ]);
    expect(partsOf(terraform({ azurerm: BACKEND }, '3.118.0'))).toMatchObject([
      { risk: expect.stringContaining('compare a plan') as string },
    ]);
  });

  test.each<[string, JsonObject]>([
    ['var.region', { variable: { region: { default: 'westus' } } }],
    ['output.id', { output: { id: { value: 'x' } } }],
    ['local.owner', { locals: { owner: 'ops' } }],
    ['data.azurerm_client_config.me', { data: { azurerm_client_config: { me: { x: 1 } } } }],
    ['module.net', { module: { net: { source: './other' } } }],
    ['import.azurerm_resource_group.lake', { import: [{ to: 'azurerm_resource_group.lake', id: '/x' }] }],
    [
      'moved.azurerm_resource_group.old',
      { moved: [{ from: 'azurerm_resource_group.old', to: 'azurerm_resource_group.lake' }] },
    ],
    ['check.up', { check: { up: { assert: {} } } }],
    [
      'terraform.required_version',
      { terraform: { ...(base['terraform'] as JsonObject), required_version: '>= 1.11' } },
    ],
  ])('lists %s', (address, changed) => {
    expect(partsOf(changed).map((part) => part.address)).toEqual([address]);
  });

  test('keeps what a removed block takes out of the state', () => {
    const gone = (destroy: boolean) =>
      diffStacks(
        [parseStack('dev', { resource })],
        [parseStack('dev', { removed: [{ from: 'azurerm_resource_group.lake', lifecycle: { destroy } }] })],
      )[0]?.changes;
    expect(gone(false)).toMatchObject([{ kind: 'forgotten' }]);
    expect(gone(true)).toMatchObject([{ kind: 'removed', loses: 'everything inside it' }]);
  });
});
