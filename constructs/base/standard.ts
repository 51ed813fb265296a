import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { DeleteLock } from '../governance/delete-lock';
import { Diagnostics } from '../observability/diagnostics';
import type { WithDiagnostics, WithLock, WithTags } from './standard-props';

type AzureResource = TerraformResource & { readonly id: string };
type Taggable = TerraformResource & {
  tags: Record<string, string>;
  readonly tagsInput?: Record<string, string> | undefined;
};

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

/** Tags of its own for a resource, over those it has; those of the environment come later and lose a clash. */
export function applyTags(resource: Taggable, { tags }: WithTags): void {
  if (tags !== undefined) resource.tags = { ...resource.tagsInput, ...tags };
}
