import { DataFactory } from '@cdktf/provider-azurerm/lib/data-factory';
import { DataFactoryTriggerSchedule } from '@cdktf/provider-azurerm/lib/data-factory-trigger-schedule';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';

/** A lake as somebody writes it who has never seen Medallion: plain resources, provider defaults, a variable. */
export class ForeignStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    const redundancy = new TerraformVariable(this, 'redundancy', { type: 'string', default: 'LRS' });
    const group = new ResourceGroup(this, 'group', { name: 'rg-foreign', location: 'westeurope' });
    const place = { resourceGroupName: group.name, location: group.location };

    const account = new StorageAccount(this, 'data', {
      ...place,
      name: 'stforeigndata',
      accountTier: 'Standard',
      accountReplicationType: redundancy.stringValue,
      isHnsEnabled: true,
    });
    account.addOverride('blob_properties.versioning_enabled', true);
    const raw = new StorageContainer(this, 'raw', { name: 'raw', storageAccountId: account.id });

    const factory = new DataFactory(this, 'factory', {
      ...place,
      name: 'adf-foreign',
      identity: { type: 'SystemAssigned' },
    });
    new DataFactoryTriggerSchedule(this, 'nightly', {
      name: 'nightly',
      dataFactoryId: factory.id,
      pipelineName: 'load',
    });
    new RoleAssignment(this, 'factory-reads', {
      scope: account.id,
      roleDefinitionName: 'Storage Blob Data Contributor',
      principalId: factory.identity.principalId,
      dependsOn: [raw],
    });
    new VirtualNetwork(this, 'network', { ...place, name: 'vnet-foreign', addressSpace: ['10.0.0.0/16'] });
  }
}
