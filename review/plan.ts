import { UserError } from '../shared/errors';
import { isJsonArray, isJsonObject, objectAt, type Json, type JsonObject } from '../shared/json';
import type { ChangeKind, ResourceChange, StackDiff } from './diff';
import { lossOf } from '../synthesized/stateful';

/**
 * Merges what Terraform itself plans for one stack into the diff: the plan is the truth about what happens, the diff
 * knows the construct and the arguments.
 *
 * @param plan parsed output of `terraform show -json <plan file>`
 * @throws UserError when `plan` is not such an output
 */
export function mergePlan(diff: StackDiff, plan: Json): StackDiff {
  const planned = isJsonObject(plan) ? plan['resource_changes'] : undefined;
  if (!isJsonArray(planned)) {
    throw new UserError(
      'plan-unreadable',
      `the plan given for stack '${diff.stack}' has no resource_changes`,
      'Give the output of `terraform show -json <plan file>`.',
    );
  }
  const known = new Map(diff.changes.map((change) => [change.address, change]));
  const changes = planned.filter(isJsonObject).flatMap((entry) => {
    const kind = kindOf(entry);
    const address = String(entry['address']);
    return kind === undefined ? [] : [merged(kind, address, String(entry['type']), entry, known.get(address))];
  });
  return { ...diff, changes };
}

function kindOf(entry: JsonObject): ChangeKind | undefined {
  const actions = objectAt(entry, 'change')['actions'];
  switch (isJsonArray(actions) ? actions.join(' ') : '') {
    case 'create':
      return 'added';
    case 'delete':
      return 'removed';
    case 'update':
      return 'changed';
    case 'delete create':
    case 'create delete':
      return 'replaced';
    default:
      return typeof entry['previous_address'] === 'string' ? 'moved' : undefined;
  }
}

function merged(
  kind: ChangeKind,
  address: string,
  type: string,
  entry: JsonObject,
  known: ResourceChange | undefined,
): ResourceChange {
  const forcing = replacePaths(entry);
  const from = entry['previous_address'];
  const loses = kind === 'removed' || kind === 'replaced' ? lossOf(type) : undefined;
  return {
    kind,
    type,
    address,
    path: known?.path ?? address,
    ...(typeof from === 'string' ? { from } : {}),
    arguments: (known?.arguments ?? []).map((argument) => ({
      ...argument,
      replaces: forcing.has(argument.path.replace(/[[.].*$/, '')),
    })),
    ...(loses === undefined ? {} : { loses }),
  };
}

function replacePaths(entry: JsonObject): ReadonlySet<string> {
  const paths = objectAt(entry, 'change')['replace_paths'];
  return new Set((isJsonArray(paths) ? paths : []).filter(isJsonArray).map(([first]) => String(first)));
}
