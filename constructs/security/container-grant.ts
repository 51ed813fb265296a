import type { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import type { Construct } from 'constructs';
import { refuse } from '../base/checks';
import { containerName, type ContainerSpec } from '../storage/containers';
import type { Grantee } from './grantee';
import { RoleGrant } from './role-grant';

export type Access = 'read' | 'write';

export interface ContainerRight {
  readonly access: Access;
  readonly container: StorageContainer;
  readonly spec: ContainerSpec;
}

const ROLES = { read: 'Storage Blob Data Reader', write: 'Storage Blob Data Contributor' } as const;
const IDS = { read: 'Read', write: 'Write' } as const;

/**
 * A right on one container. Who belongs to a tenant gets rights on that tenant's containers only: not on another tenant's,
 * and not on the lake's own, where rows of all may stand.
 *
 * @throws ConfigurationError for a grantee of another tenant
 */
export function grantContainer(scope: Construct, right: ContainerRight, grantee: Grantee, reason: string): RoleGrant {
  refuseOtherTenants(scope, right, grantee);
  const { access, container, spec } = right;
  return new RoleGrant(scope, `${IDS[access]}-${containerName(spec)}-${grantee.id}`, {
    scope: container.id,
    role: { name: ROLES[access] },
    grantee,
    reason,
  });
}

/** @throws ConfigurationError for a grantee of another tenant */
export function refuseOtherTenants(
  scope: Construct,
  { access, spec }: Pick<ContainerRight, 'access' | 'spec'>,
  grantee: Grantee,
): void {
  if (grantee.tenant !== undefined && grantee.tenant !== spec.tenant) {
    refuse(scope, {
      setting: `right of ${grantee.id}, who belongs to tenant ${grantee.tenant}`,
      value: `${access} ${containerName(spec)}`,
      allowed: `containers of tenant ${grantee.tenant}`,
      remedy:
        spec.tenant === undefined
          ? 'Copy what the tenant may see into a container of its own.'
          : `Grant it to somebody of tenant ${spec.tenant}.`,
    });
  }
}
