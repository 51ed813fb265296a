import { builtInRole, builtInRoleOfId } from '../azure/built-in-roles';
import type { JsonObject } from '../shared/json';
import { isExpression } from '../synthesized/references';
import type { SynthesizedStack } from '../synthesized/stack';
import { read, type Value } from '../synthesized/values';

const DATA_ROLE = /\$\{\s*(data\.azurerm_role_definition\.[\w-]+)(?:\[[^\]]*\])?\.(?:id|role_definition_id|name)\s*\}$/;

/**
 * The role of an `azurerm_role_assignment`, however it is written: by name in any case, by id, by an id with a
 * subscription in front, or through a data source of the stack. A role that is no known built-in keeps its own text.
 */
export function roleOf(stack: SynthesizedStack, body: JsonObject): Value {
  const name = read(body, 'role_definition_name');
  const id = read(body, 'role_definition_id');
  const given = name.kind === 'absent' ? id : name;
  if (given.kind === 'absent') return given;
  const text = given.kind === 'literal' ? String(given.value) : given.expression;
  const source = DATA_ROLE.exec(text)?.[1];
  if (source !== undefined) {
    const data = stack.parts.find(({ address }) => address === source)?.body ?? {};
    const told = read(data, 'name').kind === 'absent' ? read(data, 'role_definition_id') : read(data, 'name');
    return told.kind === 'literal' ? named(String(told.value)) : given;
  }
  // `${data.azurerm_subscription.x.id}/providers/.../roleDefinitions/<guid>` ends with all that is needed.
  const known = builtInRoleOfId(text);
  if (known !== undefined) return { kind: 'literal', value: known };
  return isExpression(text) ? given : named(text);
}

function named(text: string): Value {
  return { kind: 'literal', value: builtInRole(text) ?? builtInRoleOfId(text) ?? text };
}
