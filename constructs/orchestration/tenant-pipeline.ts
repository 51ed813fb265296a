import { DataFactoryPipeline } from '@cdktf/provider-azurerm/lib/data-factory-pipeline';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { tenantBindingFile } from '../../contracts/release-layout';
import { checkName } from '../base/naming';
import { checkActivities } from './activity';
import { medallionActivities, ONLY, takesOnly, tenantPipelineName } from './medallion-activities';
import { ScheduleTrigger } from './schedule-trigger';
import type { TenantPipelineProps } from './tenant-pipeline-props';

/**
 * Refreshes every table of one tenant: the jobs of the lake's pipeline with the binding of the tenant, which names its containers
 * and no others. It ends without a look at the figures: they stand in the tenant's own ledger, and the factory may not read there.
 *
 * The binding lies beside the releases as `binding-<tenant>.json`: the tenant's entry of the stack's output `tenant-bindings`, which
 * `medallion publish` puts there.
 *
 * @throws ConfigurationError for activities or a schedule that Data Factory would refuse or misread
 *
 * @example
 * new TenantPipeline(stack, 'RefreshAcme', {
 *   tenant: 'acme',
 *   factory,
 *   medallion,
 *   graph: tableGraph(contracts),
 *   sparkPool: sparkPool.poolName,
 * });
 */
export class TenantPipeline extends Judged {
  readonly pipeline: DataFactoryPipeline;

  constructor(scope: Construct, id: string, props: TenantPipelineProps) {
    super(scope, id);
    const { tenant, factory, medallion, graph, sparkPool, schedule } = props;
    const { pointerDataset, synapseService, releasesUri } = medallion.wiring;
    const wiring = { pointerDataset, synapseService, releasesUri, sparkPool, bindingFile: tenantBindingFile(tenant) };
    const { sessions = medallion.sessions } = props;
    const activities = medallionActivities(graph, wiring, sessions);
    checkActivities(this, activities);
    const name = tenantPipelineName(tenant);
    const dataFactoryId = factory.factory.id;
    this.pipeline = new DataFactoryPipeline(this, 'Resource', {
      name: checkName(this, 'pipeline', name),
      dataFactoryId,
      description: `Refreshes every table of ${tenant} with the active release, each after all it reads.`,
      concurrency: 1,
      ...(takesOnly(sessions) ? { parameters: { [ONLY]: '' } } : {}),
      activitiesJson: JSON.stringify(activities),
      dependsOn: [...medallion.parts],
    });
    if (schedule === undefined) return;
    const trigger = { dataFactoryId, name: `${name}-schedule`, pipelineName: this.pipeline.name, schedule };
    new ScheduleTrigger(this, 'Trigger', trigger);
  }
}
