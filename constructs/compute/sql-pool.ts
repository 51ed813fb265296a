import { SynapseSqlPool } from '@cdktf/provider-azurerm/lib/synapse-sql-pool';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { SQL_POOL_SKUS } from '../../azure/sql-pools';
import { requireOneOf, requireThat } from '../base/checks';
import { keepsData } from '../base/keeps-data';
import { checkName } from '../base/naming';
import { applyStandardProps } from '../base/standard';
import type { SqlPoolProps } from './sql-pool-props';
import { WorkloadGroup } from './workload-group';

/**
 * A dedicated SQL pool, encrypted at rest.
 *
 * @throws ConfigurationError for an unknown size or redundancy, geo backup without `GRS`, or a name Azure refuses
 *
 * @example
 * const sqlPool = new SqlPool(stack, 'SqlPool', {
 *   workspaceId: workspace.workspace.id,
 *   name: 'serving',
 *   sku: 'DW100c',
 *   storage: 'GRS',
 * });
 */
export class SqlPool extends Judged {
  readonly pool: SynapseSqlPool;
  readonly poolName: string;
  readonly sku: string;

  constructor(scope: Construct, id: string, props: SqlPoolProps) {
    super(scope, id);
    const geoBackup = props.geoBackup ?? props.storage === 'GRS';
    requireOneOf(this, 'sku', props.sku, SQL_POOL_SKUS, 'Start with DW100c and measure.');
    requireOneOf(this, 'storage', props.storage, ['LRS', 'GRS'], 'Choose one of them.');
    requireThat(this, () => !geoBackup || props.storage === 'GRS', {
      setting: 'geoBackup',
      value: geoBackup,
      allowed: 'false with LRS: the provider refuses the plan otherwise',
      remedy: 'Use GRS, or leave geoBackup out.',
    });
    this.poolName = checkName(this, 'sqlPool', props.name);
    this.sku = props.sku;
    this.pool = new SynapseSqlPool(this, 'Resource', {
      name: this.poolName,
      synapseWorkspaceId: props.workspaceId,
      skuName: props.sku,
      storageAccountType: props.storage,
      geoBackupPolicyEnabled: geoBackup,
      dataEncrypted: true,
      createMode: 'Default',
      lifecycle: { preventDestroy: keepsData(this, props.protectData) },
      ...(props.tags === undefined ? {} : { tags: { ...props.tags } }),
    });
    for (const group of props.workloadGroups ?? []) {
      new WorkloadGroup(this, `Workload-${group.name}`, { ...group, pool: this });
    }
    applyStandardProps(this, this.pool, props);
  }
}
