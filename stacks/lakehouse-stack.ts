import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { Lakehouse } from '../constructs/lakehouse/lakehouse';
import { propsOfModule } from '../constructs/lakehouse/from-module';
import type { LakehouseModule } from '../constructs/lakehouse/module-props';
import type { LakehouseProps } from '../constructs/lakehouse/lakehouse-props';
import { serverlessLimits } from '../constructs/compute/serverless-limits';
import { TOKEN_KEY_SECRET } from '../constructs/security/lake-vault';
import type { TenantContainer } from '../constructs/storage/containers';
import { MANIFEST_SCHEMA_VERSION, type Binding } from '../contracts/manifest';
import { AzureStack } from './azure-stack';

/** All that ARM makes of one environment's lake, with the outputs that deliveries need. */
export class LakehouseStack extends AzureStack {
  readonly lakehouse: Lakehouse;

  /**
   * The stack of a lake from a call in the shape of a Terraform module.
   *
   * @throws ConfigurationError for what Azure cannot do, a table without contract, or a table without one of its inputs
   */
  static fromModule(scope: Construct, id: string, module: LakehouseModule): LakehouseStack {
    return new LakehouseStack(scope, id, propsOfModule(module, id));
  }

  constructor(scope: Construct, id: string, props: LakehouseProps) {
    super(scope, id, props.environment);
    this.lakehouse = new Lakehouse(this, 'Lakehouse', props);
    const { storage, vault, workspace, sparkPools, factory, pipeline, group, tenants } = this.lakehouse;
    const { environment } = props;
    const binding = (uri: (container: TenantContainer) => string, secret: string): Binding => ({
      schemaVersion: MANIFEST_SCHEMA_VERSION,
      environment: environment.name,
      containers: {
        landing: uri('landing'),
        bronze: uri('bronze'),
        silver: uri('silver'),
        gold: uri('gold'),
        system: uri('system'),
      },
      tokenKey: { kind: 'keyVault', vault: vault.vaultName, secret },
    });
    new TerraformOutput(this, 'binding', {
      description: 'Where the lake stands, as the Spark jobs read it.',
      value: {
        ...binding((container) => storage.uri(container), TOKEN_KEY_SECRET),
        evidence: storage.uri('audit'),
        // Of the lake alone: what a tenant calls would be read into every tenant.
        ...(environment.connections === undefined ? {} : { connections: environment.connections }),
      } satisfies Binding,
    });
    if (tenants.length > 0) {
      new TerraformOutput(this, 'tenant-bindings', {
        description: 'Where each tenant stands: a run with one of them reads and writes that tenant alone.',
        // A key of its own, so that tokens of two tenants cannot be joined.
        value: Object.fromEntries(
          tenants.map((tenant) => [
            tenant.tenantId,
            binding((container) => tenant.uri(container), `${TOKEN_KEY_SECRET}-${tenant.tenantId}`),
          ]),
        ),
      });
    }
    new TerraformOutput(this, 'delivery', {
      description: 'Where releases are published and run.',
      value: {
        tenantId: props.environment.tenantId,
        subscriptionId: props.environment.subscriptionId,
        resourceGroup: group.name,
        releases: storage.uri('releases'),
        ...(this.lakehouse.backup === undefined ? {} : { backup: this.lakehouse.backup.place }),
        workspace: workspace.workspaceName,
        devEndpoint: workspace.devEndpoint,
        sparkPools: sparkPools.map(({ poolName }) => poolName),
        pipelinePool: props.environment.pipelinePool,
        factory: factory.factoryName,
        pipeline: pipeline.pipeline.name,
        trigger: pipeline.triggerName,
        triggerActive: props.environment.pipeline.active,
        serverlessLimits: serverlessLimits(this.lakehouse.environment.serverlessSql),
      },
    });
  }
}
