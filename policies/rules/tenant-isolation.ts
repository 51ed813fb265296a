import { isJsonObject, type JsonObject } from '../../shared/json';
import { follow, resourceAt } from '../../synthesized/references';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../../synthesized/stack';

/** `${azurerm_user_assigned_identity.a.principal_id}`, also with the index that identity blocks have. */
const PRINCIPAL = /^\$\{([a-z][a-z0-9_]*\.[\w-]+)\./;

export const tenantIsolation: Rule = {
  id: 'tenant-isolation',
  level: 'error',
  pack: 'baseline',
  waivable: false,
  when: 'review',
  what: 'An identity of one tenant gets rights on the containers of that tenant only; on shared ones it may read. A group of the directory gets rights on one tenant at most.',
  why: 'One wrong grant and a customer reads another one’s rows. A tenant is known by the metadata key tenant of a container and by the tag Tenant of an identity; whom a group holds, nobody can tell from the JSON.',
  remedy: 'Grant the identity of the tenant whose container it is; give people their rights through a shared view.',
  controls: ['Well-Architected SE:04', 'GDPR art. 25', 'GDPR art. 32'],
  source: 'Azure multitenant architecture guidance (storage)',
  evaluate: (stack) => {
    const grants = resourcesOfType(stack, 'azurerm_role_assignment').map((grant) => ({
      grant,
      ...partiesOf(stack, grant),
    }));
    const tenants = grants.filter(({ of, on }) => of.tenant !== undefined || on.tenant !== undefined);
    const reached = new Map<string, Set<string>>();
    for (const { grant, on } of tenants) {
      const principal = principalOf(grant);
      if (on.tenant !== undefined) reached.set(principal, (reached.get(principal) ?? new Set()).add(on.tenant));
    }
    return forEach(
      tenants.map(({ grant }) => grant),
      (grant) => judge(stack, grant, [...(reached.get(principalOf(grant)) ?? [])].sort()),
    );
  },
};

function principalOf({ body }: StackResource): string {
  return String(body['principal_id'] ?? '').toLowerCase();
}

interface Party {
  /** The resource in this stack, where there is one. */
  readonly resource: StackResource | undefined;
  readonly tenant: string | undefined;
}

function partiesOf(stack: SynthesizedStack, { body }: StackResource): { readonly of: Party; readonly on: Party } {
  const address = PRINCIPAL.exec(String(body['principal_id'] ?? ''))?.[1];
  const identity = address === undefined ? undefined : resourceAt(stack, address);
  const target = follow(stack, body['scope']);
  return {
    of: { resource: identity, tenant: identity && tenantIn(identity.body['tags']) },
    on: { resource: target, tenant: target && tenantIn(target.body['metadata']) },
  };
}

function tenantIn(labels: JsonObject[string] | undefined): string | undefined {
  const entries = isJsonObject(labels) ? Object.entries(labels) : [];
  const value = entries.find(([key]) => key.toLowerCase() === 'tenant')?.[1];
  return typeof value === 'string' ? value : undefined;
}

function judge(stack: SynthesizedStack, grant: StackResource, reached: readonly string[]): Outcome {
  const { of, on } = partiesOf(stack, grant);
  if (of.resource === undefined) {
    if (reached.length > 1) {
      return nonCompliant(`${String(grant.body['principal_id'])} gets rights on tenants ${reached.join(' and ')}.`);
    }
    return cannotDecide(
      `Whether ${String(grant.body['principal_id'])} belongs to tenant ${String(on.tenant)} cannot be seen.`,
    );
  }
  // The platform's own identities write for all tenants.
  if (of.tenant === undefined) return COMPLIANT;
  if (on.resource === undefined) return cannotDecide(`Where ${of.tenant} gets rights is known only to Terraform.`);
  if (of.tenant === on.tenant) return COMPLIANT;
  const reads = grant.body['role_definition_name'] === 'Storage Blob Data Reader';
  return on.tenant === undefined && on.resource.type === 'azurerm_storage_container' && reads
    ? COMPLIANT
    : nonCompliant(
        `An identity of tenant ${of.tenant} gets rights on ${on.resource.address} of ${on.tenant ?? 'all'}.`,
      );
}
