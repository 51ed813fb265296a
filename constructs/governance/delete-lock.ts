import { ManagementLock } from '@cdktf/provider-azurerm/lib/management-lock';
import { Lazy, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { requireThat } from '../base/checks';
import { checkName } from '../base/naming';
import type { DeleteLockProps } from './delete-lock-props';

/**
 * Stops every deletion at and under a resource, until the lock itself is removed.
 *
 * It is created last and destroyed first: it waits for all that stands under its scope, asked for only when the stack is
 * written, so that grants made after the lock count as well.
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
export class DeleteLock extends Construct {
  readonly lock: ManagementLock;

  constructor(scope: Construct, id: string, props: DeleteLockProps) {
    super(scope, id);
    const { reason, protects } = props;
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
    this.lock.dependsOn = Lazy.listValue({
      produce: () =>
        [protects]
          .flat()
          .flatMap(({ node }) => node.findAll())
          .filter((node): node is TerraformResource => node instanceof TerraformResource && node !== this.lock)
          .map(({ terraformResourceType, friendlyUniqueId }) => `${terraformResourceType}.${friendlyUniqueId}`)
          .sort(),
    });
  }
}
