import { PolicyDefinition } from '@cdktf/provider-azurerm/lib/policy-definition';
import { ResourceGroupPolicyAssignment } from '@cdktf/provider-azurerm/lib/resource-group-policy-assignment';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { requireThat } from '../base/checks';
import { allowRegions, denyPublicAccess, requireTags, type GuardPolicy } from './guard-policies';
import type { PolicyGuardProps } from './policy-guard-props';

/**
 * Three rules that hold for whoever works in the resource group, with whatever tool: no public access, tags, regions. Their
 * definitions are our own, because ids of built-in ones cannot be checked from here. All of them only deny, so that no
 * assignment needs an identity.
 *
 * @throws ConfigurationError for no tag, no region, a region in words, or a suffix that makes a name Azure refuses
 *
 * @example
 * new PolicyGuard(stack, 'Guard', {
 *   suffix: names.suffix,
 *   resourceGroupId: group.id,
 *   requiredTags: ['CostCenter', 'Owner'],
 *   allowedRegions: ['eastus', 'westus'],
 * });
 */
export class PolicyGuard extends Judged {
  readonly assignments: readonly ResourceGroupPolicyAssignment[];

  constructor(scope: Construct, id: string, props: PolicyGuardProps) {
    super(scope, id);
    const { suffix, requiredTags, allowedRegions } = props;
    requireThat(this, () => /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/.test(suffix), {
      setting: 'suffix',
      value: suffix,
      allowed: '1 to 40 letters, digits and hyphens',
      remedy: 'Shorten workload or environment: policy assignment names have at most 64 characters.',
    });
    requireThat(this, () => requiredTags.length > 0 && requiredTags.every((tag) => /^[^'<>%&\\?/]+$/.test(tag)), {
      setting: 'requiredTags',
      value: requiredTags,
      allowed: "at least one, without any of '<>%&\\?/",
      remedy: 'Name the tags that say who pays and who answers.',
    });
    requireThat(this, () => allowedRegions.length > 0 && allowedRegions.every((name) => /^[a-z0-9]+$/.test(name)), {
      setting: 'allowedRegions',
      value: allowedRegions,
      allowed: 'at least one region in its short form, such as eastus',
      remedy: 'Write regions in their short form, such as eastus: any other spelling would deny everything.',
    });
    const guards = [denyPublicAccess(), requireTags(requiredTags), allowRegions(allowedRegions)];
    this.assignments = guards.map((guard) => this.assign(guard, props));
  }

  private assign(
    guard: GuardPolicy,
    { suffix, resourceGroupId, enforce }: PolicyGuardProps,
  ): ResourceGroupPolicyAssignment {
    const { name, displayName, description, message, mode, rule } = guard;
    const definition = new PolicyDefinition(this, `Definition-${name}`, {
      name: `medallion-${name}-${suffix}`,
      displayName: `${displayName} (${suffix})`,
      description,
      policyType: 'Custom',
      mode,
      metadata: JSON.stringify({ category: 'Medallion' }),
      policyRule: JSON.stringify(rule),
    });
    return new ResourceGroupPolicyAssignment(this, `Assignment-${name}`, {
      name: `${name}-${suffix}`,
      displayName,
      description,
      resourceGroupId,
      policyDefinitionId: definition.id,
      enforce: enforce ?? true,
      nonComplianceMessage: [{ content: message }],
    });
  }
}
