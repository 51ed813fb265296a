import { closest, distance } from 'fastest-levenshtein';
import { builtInRole } from '../azure/built-in-roles';
import { parseCidr } from '../azure/cidr';
import { subresourcesOfId, SUBRESOURCES_OF_TYPE } from '../azure/private-link-targets';
import { isTrue, judgeArguments, judgeBlocks, outcomeOf, shown } from '../policies/judge';
import { cannotDecide, COMPLIANT, type Outcome } from '../policies/rule';
import type { Json } from '../shared/json';
import { follow, isExpression } from '../synthesized/references';
import { resourcesOfType, type SynthesizedStack } from '../synthesized/stack';
import { strings } from '../synthesized/values';
import { ROLE_NAMES } from '../azure/built-in-roles';
import type { Together } from './together';

const FARTHEST_TYPO = 4;

/** Roles, networks and private endpoints: arguments that Azure takes only together (azurerm 4.55 source). */
export const ACCESS_SETTINGS: readonly Together[] = [
  {
    type: 'azurerm_role_assignment',
    remedy: 'Keep role_definition_name for a built-in role, role_definition_id for one of your own.',
    judge: ({ role_definition_name: name, role_definition_id: id }) => {
      if (name !== undefined && id !== undefined) {
        return outcomeOf('role_definition_name and role_definition_id are set; allowed: one of them.');
      }
      return outcomeOf(
        name === undefined && id === undefined
          ? 'role_definition_name and role_definition_id are not set; allowed: one of them.'
          : undefined,
      );
    },
  },
  {
    type: 'azurerm_role_assignment',
    remedy: 'Correct the name, or give role_definition_id: an id is read as it is.',
    judge: (body, stack) =>
      judgeArguments(body, ['role_definition_name'], (name) => {
        if (name === undefined || builtInRole(String(name)) !== undefined) return undefined;
        const own = resourcesOfType(stack, 'azurerm_role_definition').some(({ body: role }) => role['name'] === name);
        const near = closest(String(name), [...ROLE_NAMES]);
        const hint = distance(String(name), near) <= FARTHEST_TYPO ? ` Did you mean '${near}'?` : '';
        return own
          ? undefined
          : `role_definition_name is ${shown(name)}, which is no built-in role that is known here.${hint}`;
      }),
  },
  {
    type: 'azurerm_private_endpoint',
    remedy: 'Take a subresource of the target.',
    judge: (body, stack) =>
      judgeBlocks(body, 'private_service_connection', (connection) =>
        knownSubresource(stack, connection['private_connection_resource_id'], strings(connection, 'subresource_names')),
      ),
  },
  {
    type: 'azurerm_private_endpoint',
    remedy: 'Give request_message: the owner of the target reads it before the connection is approved.',
    judge: (body) =>
      judgeBlocks(body, 'private_service_connection', (connection) =>
        judgeArguments(connection, ['is_manual_connection', 'request_message'], (manual, message) =>
          isTrue(manual) && message === undefined
            ? 'is_manual_connection is true and request_message is not set; allowed: both.'
            : undefined,
        ),
      ),
  },
  ...['azurerm_synapse_managed_private_endpoint', 'azurerm_data_factory_managed_private_endpoint'].map(
    (type): Together => ({
      type,
      remedy: 'Take a subresource of the target.',
      judge: (body, stack) =>
        judgeArguments(body, ['subresource_name'], () => undefined) === COMPLIANT
          ? knownSubresource(
              stack,
              body['target_resource_id'],
              body['subresource_name'] === undefined ? [] : [String(body['subresource_name'])],
            )
          : COMPLIANT,
    }),
  ),
  {
    type: 'azurerm_subnet',
    remedy: 'Cut the subnet from the address space of its network.',
    judge: (body, stack) => {
      const network = resourcesOfType(stack, 'azurerm_virtual_network').find(
        (one) =>
          follow(stack, body['virtual_network_name']) === one || one.body['name'] === body['virtual_network_name'],
      );
      const spaces = strings(network?.body ?? {}, 'address_space')?.map(parseCidr);
      const prefixes = strings(body, 'address_prefixes');
      if (network === undefined || spaces === undefined || prefixes === undefined) return COMPLIANT;
      const stray = prefixes.find((prefix) => {
        const own = parseCidr(prefix);
        return (
          own !== undefined && !spaces.some((space) => space && own.first >= space.first && own.last <= space.last)
        );
      });
      return outcomeOf(
        stray === undefined
          ? undefined
          : `address_prefixes holds ${stray}; allowed: a part of ${String(strings(network.body, 'address_space')?.join(', '))}.`,
      );
    },
  },
];

function knownSubresource(
  stack: SynthesizedStack,
  target: Json | undefined,
  names: readonly string[] | undefined,
): Outcome {
  if (names === undefined || names.some(isExpression))
    return cannotDecide('The subresource is known only to Terraform.');
  const resource = follow(stack, target);
  const known = resource === undefined ? subresourcesOfId(String(target ?? '')) : SUBRESOURCES_OF_TYPE[resource.type];
  const stray =
    known === undefined
      ? undefined
      : names.find((name) => !known.some((one) => one.toLowerCase() === name.toLowerCase()));
  return outcomeOf(
    stray === undefined ? undefined : `The subresource is ${shown(stray)}; allowed: ${known?.join(', ') ?? ''}.`,
  );
}
