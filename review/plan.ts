import { UserError } from '../shared/errors';
import { isJsonArray, isJsonObject, objectAt, type Json, type JsonObject } from '../shared/json';
import type { StackDiff } from './diff';
import type { ChangeKind, ResourceChange } from './resource-change';
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

/** Words of a plan that the arguments do not give. */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: 'an earlier deployment left it half made',
  replace_by_request: 'the plan was asked to replace it',
  replace_by_triggers: 'something it is told to follow (replace_triggered_by) changes',
  delete_because_no_resource_config: 'the new sources do not declare it',
  delete_because_no_module: 'the module that declared it is gone',
  delete_because_wrong_repetition: 'count or for_each changes its address',
  delete_because_count_index: 'count is smaller',
  delete_because_each_key: 'for_each has no such key any more',
};

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
  const reason = REASONS[String(entry['action_reason'])];
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
    ...(reason === undefined ? {} : { reason }),
  };
}

function replacePaths(entry: JsonObject): ReadonlySet<string> {
  const paths = objectAt(entry, 'change')['replace_paths'];
  return new Set((isJsonArray(paths) ? paths : []).filter(isJsonArray).map(([first]) => String(first)));
}
