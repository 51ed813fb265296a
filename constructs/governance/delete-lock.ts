import { ManagementLock } from '@cdktf/provider-azurerm/lib/management-lock';
import { DataResource, Lazy } from 'cdktf';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { requireThat } from '../base/checks';
import { checkName } from '../base/naming';
import { whatLiesBelow } from './below';
import type { DeleteLockProps } from './delete-lock-props';

/**
 * Stops every deletion at and under a resource, until the lock itself is removed.
 *
 * It is created last and destroyed first: it waits for all that stands under its scope, asked for only when the stack is
 * written, so that grants made after the lock, anywhere in the stack, count as well. A change that replaces or removes
 * something below it replaces the lock too: Azure would refuse the deletion otherwise. For the minutes of such a deployment
 * the resource is not locked; a deployment that deletes nothing leaves the lock where it is.
 *
 * @throws ConfigurationError for a missing or too long reason
 *
 * @example
 * new DeleteLock(stack, 'VaultLock', {
 *   name: names.of(stack, 'lock'),
 *   resourceId: vault.vault.id,
 *   protects: vault,
 *   reason: 'Holds the keys without which data of prod cannot be read.',
 * });
 */
export class DeleteLock extends Judged {
  readonly lock: ManagementLock;

  constructor(scope: Construct, id: string, props: DeleteLockProps) {
    super(scope, id);
    const { reason } = props;
    requireThat(this, () => reason.length > 0 && reason.length <= 512, {
      setting: 'reason',
      value: reason,
      allowed: '1 to 512 characters',
      remedy: 'Say what would be lost.',
    });
    this.lock = new ManagementLock(this, 'Resource', {
      name: checkName(this, 'lock', props.name),
      scope: props.resourceId,
      lockLevel: 'CanNotDelete',
      notes: reason,
    });
    const below = whatLiesBelow(this, props);
    const list = new DataResource(this, 'Below', {});
    // As an override: a map that is computed when the stack is written has no type of its own in cdktf.
    list.addOverride('input', Lazy.anyValue({ produce: (context) => below(context).identities }));
    this.lock.dependsOn = Lazy.listValue({ produce: (context) => [...below(context).addresses] });
    // In JSON Terraform takes a bare address here, and no `${}`.
    this.lock.lifecycle = { replaceTriggeredBy: [`terraform_data.${list.friendlyUniqueId}`] };
  }
}
