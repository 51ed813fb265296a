import { ResourceGroupTemplateDeployment } from '@cdktf/provider-azurerm/lib/resource-group-template-deployment';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { checkName } from '../base/naming';

export interface BlobInventoryProps {
  readonly resourceGroupName: string;
  readonly accountName: string;
  /** Container that takes the lists. */
  readonly destination: string;
  /** Account and container, which the template names as text. */
  readonly after: readonly ITerraformDependable[];
}

/** What a report of sizes by layer, tier and age needs, and no more: every field makes the lists longer. */
const FIELDS = ['Name', 'Creation-Time', 'Last-Modified', 'Content-Length', 'BlobType', 'AccessTier'];

/**
 * A weekly list of every file of an account with its size and tier.
 *
 * It goes through an ARM template because azurerm 4.55.0 sends the policy and then fails on its own answer (azurerm#31311).
 *
 * @example
 * new BlobInventory(stack, 'Inventory', {
 *   resourceGroupName: group.name,
 *   accountName: storage.accountName,
 *   destination: 'system',
 *   after: [storage.account, storage.container('system')],
 * });
 */
export class BlobInventory extends Judged {
  readonly deployment: ResourceGroupTemplateDeployment;

  constructor(scope: Construct, id: string, props: BlobInventoryProps) {
    super(scope, id);
    this.deployment = new ResourceGroupTemplateDeployment(this, 'Resource', {
      name: checkName(this, 'templateDeployment', `inventory-${props.accountName}`),
      resourceGroupName: props.resourceGroupName,
      deploymentMode: 'Incremental',
      templateContent: JSON.stringify(template(props)),
      dependsOn: [...props.after],
    });
  }
}

function template({ accountName, destination }: BlobInventoryProps): object {
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    resources: [
      {
        type: 'Microsoft.Storage/storageAccounts/inventoryPolicies',
        apiVersion: '2023-01-01',
        name: `${accountName}/default`,
        properties: {
          policy: {
            enabled: true,
            type: 'Inventory',
            rules: [
              {
                enabled: true,
                name: 'files',
                destination,
                definition: {
                  format: 'Parquet',
                  schedule: 'Weekly',
                  objectType: 'Blob',
                  schemaFields: FIELDS,
                  filters: { blobTypes: ['blockBlob'] },
                },
              },
            ],
          },
        },
      },
    ],
  };
}
