import { PurviewAccount } from '@cdktf/provider-azurerm/lib/purview-account';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { keepsData } from '../base/keeps-data';
import { checkName } from '../base/naming';
import { addPrivateEndpoints } from '../network/private-endpoint';
import type { Grantee } from '../security/grantee';
import { applyStandardProps, applyTags } from '../base/standard';
import type { CatalogProps } from './catalog-props';

/**
 * A Microsoft Purview account. What is inside it is not Terraform's: collections, scans, and the roles of the workspace and the
 * factory in a collection (Data Curator, to write lineage) are given in Purview, for which azurerm has no resource.
 *
 * @throws ConfigurationError for a name that Azure refuses
 *
 * @example
 * const catalog = new Catalog(stack, 'Catalog', {
 *   name: names.of(stack, 'catalog'),
 *   resourceGroupName: group.name,
 *   location: environment.location,
 *   diagnostics: { logWorkspaceId: logs.workspace.id },
 * });
 */
export class Catalog extends Judged {
  readonly account: PurviewAccount;

  constructor(scope: Construct, id: string, props: CatalogProps) {
    super(scope, id);
    const { resourceGroupName, location } = props;
    const name = checkName(this, 'catalog', props.name);
    this.account = new PurviewAccount(this, 'Resource', {
      name,
      resourceGroupName,
      location,
      identity: { type: 'SystemAssigned' },
      publicNetworkEnabled: props.publicAccess ?? true,
      // A hub that nobody reads is billed by the hour all the same.
      managedEventHubEnabled: false,
      lifecycle: { preventDestroy: keepsData(this, props.protectData) },
    });
    addPrivateEndpoints(this, { name, resourceGroupName, location, targetId: this.account.id }, props.privateEndpoints);
    applyTags(this.account, props);
    applyStandardProps(this, this.account, props);
  }

  /** The identity with which it scans. */
  get grantee(): Grantee {
    return { id: 'Catalog', principalId: this.account.identity.principalId, type: 'ServicePrincipal' };
  }
}
