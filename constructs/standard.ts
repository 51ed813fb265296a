import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { DeleteLock } from './governance/delete-lock';
import { Diagnostics } from './observability/diagnostics';
import type { WithDiagnostics, WithLock } from './standard-props';

type AzureResource = TerraformResource & { readonly id: string };

/** Gives a construct's resource what its standard props ask for. Called last: a lock waits for all that stands below it. */
export function applyStandardProps(
  construct: Construct,
  resource: AzureResource,
  props: WithDiagnostics & WithLock,
): void {
  const { diagnostics, lock } = props;
  if (diagnostics !== undefined) {
    new Diagnostics(construct, 'Diagnostics', resource, diagnostics.logWorkspaceId, diagnostics.logCategories);
  }
  if (lock !== undefined) {
    new DeleteLock(construct, 'Lock', { ...lock, resourceId: resource.id, protects: construct });
  }
}
