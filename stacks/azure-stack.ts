import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { AzurermBackend, TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { tagAll } from '../constructs/governance/standard-tags';
import { refuseAtSynth } from '../refusals/refuse-at-synth';
import { checkEnvironment } from '../environments/checks/check-environment';
import type { Environment } from '../environments/settings/environment';
import { PACK_OUTPUT } from '../environments/settings/policy-pack';

/** Resource providers of Azure that a lake needs, the core set included or not; a new subscription knows none of them. */
const RESOURCE_PROVIDERS = [
  'Microsoft.Automation',
  'Microsoft.Consumption',
  'Microsoft.CostManagement',
  'Microsoft.DataFactory',
  'Microsoft.Insights',
  'Microsoft.KeyVault',
  'Microsoft.ManagedIdentity',
  'Microsoft.Network',
  'Microsoft.OperationalInsights',
  'Microsoft.Security',
  'Microsoft.PolicyInsights',
  'Microsoft.Portal',
  'Microsoft.Storage',
  'Microsoft.Synapse',
];

/**
 * A stack of one environment: its state kept remotely under the stack's own name, azurerm signed in by identity, and the
 * environment's tags on all that takes tags.
 *
 * @throws UserError for an environment whose parts do not agree with each other
 */
export class AzureStack extends TerraformStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    checkEnvironment(environment);
    refuseAtSynth(this);
    const { tenantId, subscriptionId, protectData, state, tags, cloud = 'public' } = environment;
    const elsewhere = cloud === 'public' ? {} : { environment: cloud };
    new AzurermBackend(this, {
      resourceGroupName: state.resourceGroup,
      storageAccountName: state.storageAccount,
      containerName: state.container,
      key: `${id}.tfstate`,
      subscriptionId,
      tenantId,
      useAzureadAuth: true,
      useOidc: true,
      ...elsewhere,
    });
    new AzurermProvider(this, 'Azure', {
      subscriptionId,
      tenantId,
      storageUseAzuread: true,
      ...elsewhere,
      resourceProviderRegistrations: 'core',
      resourceProvidersToRegister: [...RESOURCE_PROVIDERS, ...alsoNeeded(environment)],
      features: [
        {
          keyVault: [{ purgeSoftDeleteOnDestroy: false, recoverSoftDeletedKeyVaults: true }],
          resourceGroup: [{ preventDeletionIfContainsResources: protectData }],
          // Containers go through ARM; polling the data plane would hang behind the firewall.
          storage: [{ dataPlaneAvailable: false }],
        },
      ],
    });
    if (environment.policyPack !== undefined) {
      new TerraformOutput(this, PACK_OUTPUT, {
        description: 'Policy rules that the lake is held to, for reviews that read this file alone.',
        value: environment.policyPack,
      });
    }
    tagAll(this, { ...tags, ManagedBy: 'Medallion' });
  }
}

/** What only some lakes need. */
function alsoNeeded({ ingest = {}, catalog }: Environment): readonly string[] {
  return [
    ...(Object.values(ingest).some(({ on }) => on === 'arrival') ? ['Microsoft.EventGrid'] : []),
    ...(catalog?.kind === 'own' ? ['Microsoft.Purview'] : []),
  ];
}
