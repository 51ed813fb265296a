import { isJsonObject, objectAt, type Json } from '../shared/json';
import { follow } from '../synthesized/references';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../synthesized/stack';

/** One right of one grantee, as the synthesized stacks give it. */
export interface AccessRow {
  readonly environment: string;
  /** Name of a group, or of the resource whose identity it is. */
  readonly who: string;
  readonly kind: 'group' | 'identity' | 'user' | 'unknown';
  /** Name of the role. */
  readonly right: string;
  /** What it is a right on, such as `container gold of stlakeprod`. */
  readonly on: string;
  readonly reason: string;
  /** Construct that wrote it. */
  readonly path: string;
}

/** How resources that rights are granted on are called. */
const NOUNS: Readonly<Record<string, string>> = {
  azurerm_storage_container: 'container',
  azurerm_key_vault: 'vault',
  azurerm_key_vault_key: 'key',
  azurerm_log_analytics_workspace: 'logs',
  azurerm_synapse_workspace: 'workspace',
  azurerm_synapse_spark_pool: 'Spark pool',
  azurerm_synapse_sql_pool: 'SQL pool',
  azurerm_automation_account: 'Automation account',
  azurerm_data_factory: 'factory',
  azurerm_user_assigned_identity: 'identity',
};

const KINDS: Readonly<Record<string, AccessRow['kind']>> = {
  Group: 'group',
  ServicePrincipal: 'identity',
  User: 'user',
};

/**
 * Who can do what, read from the JSON that Terraform will apply, so that no right is missed however it was written.
 *
 * @param groups name of each group by its object id in lower case
 */
export function accessList(
  stacks: readonly SynthesizedStack[],
  groups: ReadonlyMap<string, string>,
): readonly AccessRow[] {
  return stacks
    .flatMap((stack) => {
      const family = stacks.filter(({ environment }) => environment === stack.environment);
      return [
        ...resourcesOfType(stack, 'azurerm_role_assignment', 'azurerm_synapse_role_assignment').map((grant) =>
          rowOf(stack, family, grant, groups),
        ),
        ...resourcesOfType(stack, 'azurerm_synapse_workspace_aad_admin').map((admin) => adminRow(stack, admin)),
      ];
    })
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

function keyOf({ environment, who, on, right }: AccessRow): string {
  return [environment, who, on, right].join('\n');
}

function rowOf(
  stack: SynthesizedStack,
  family: readonly SynthesizedStack[],
  { body, path }: StackResource,
  groups: ReadonlyMap<string, string>,
): AccessRow {
  const scope = body['scope'] ?? body['synapse_spark_pool_id'] ?? body['synapse_workspace_id'];
  const principal = text(body['principal_id']);
  const identity = resourceBehind(family, principal);
  const role = resourceBehind(family, text(body['role_definition_id']));
  return {
    environment: stack.environment,
    who: identity ? nameOf(identity) : (groups.get(principal.toLowerCase()) ?? principal),
    kind: KINDS[text(body['principal_type'])] ?? 'unknown',
    right: text(body['role_definition_name'] ?? body['role_name'] ?? role?.body['name'] ?? body['role_definition_id']),
    on: placeOf(stack, family, scope),
    reason: text(body['description'] ?? objectAt(body, '//')['reason']),
    path,
  };
}

function adminRow(stack: SynthesizedStack, { body, path }: StackResource): AccessRow {
  return {
    environment: stack.environment,
    who: text(body['login']),
    kind: 'group',
    right: 'Administrator of SQL',
    on: placeOf(stack, [stack], body['synapse_workspace_id']),
    reason: 'Administers the workspace and its SQL pools; nobody signs in with a password.',
    path,
  };
}

function placeOf(stack: SynthesizedStack, family: readonly SynthesizedStack[], scope: Json | undefined): string {
  const resource = follow(stack, scope) ?? resourceBehind(family, text(scope));
  if (resource === undefined) return text(scope);
  const holder =
    resource.type === 'azurerm_storage_container' ? follow(stack, resource.body['storage_account_id']) : undefined;
  const name = `${NOUNS[resource.type] ?? resource.type} ${nameOf(resource)}`;
  return holder === undefined ? name : `${name} of ${nameOf(holder)}`;
}

/**
 * The resource that an expression reads, in this stack or through the output of the other: outputs between stacks are
 * named after the address, without its dots.
 */
function resourceBehind(family: readonly SynthesizedStack[], expression: string): StackResource | undefined {
  if (!expression.includes('${')) return undefined;
  return family
    .flatMap(({ resources }) => resources)
    .filter(({ type, id, address }) => expression.includes(`${address}.`) || expression.includes(`${type}${id}`))
    .sort((one, other) => other.address.length - one.address.length)[0];
}

function nameOf({ body, address }: StackResource): string {
  const { name } = body;
  return typeof name === 'string' ? name : address;
}

function text(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return isJsonObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value);
}
