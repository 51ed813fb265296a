import { DataFactoryPipeline } from '@cdktf/provider-azurerm/lib/data-factory-pipeline';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { tenantBindingFile } from '../../contracts/release-layout';
import { checkName } from '../base/naming';
import { checkActivities } from './activity';
import { jsonFile } from './json-file';
import { medallionActivities, ONLY, takesOnly, tenantPipelineName } from './medallion-activities';
import { FIGURES_BLOB, FIGURES_DATASET } from './medallion-pipeline';
import { ScheduleTrigger } from './schedule-trigger';
import type { TenantPipelineProps } from './tenant-pipeline-props';

/**
 * Refreshes every table of one tenant: the jobs of the lake's pipeline with the binding of the tenant, which names its containers
 * and no others. With `figures` it ends with a look at what the tenant's own ledger says, so that alerts on quality hear of it, and
 * names the table that failed.
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
    const { tenant, factory, medallion, graph, sparkPool, figures, schedule } = props;
    const { pointerDataset, synapseService, releasesUri } = medallion.wiring;
    const wiring = { pointerDataset, synapseService, releasesUri, sparkPool, bindingFile: tenantBindingFile(tenant) };
    const dataFactoryId = factory.factory.id;
    const figuresDataset = `${FIGURES_DATASET}_${tenant}`;
    const dataset =
      figures &&
      jsonFile(this, 'Figures', {
        name: figuresDataset,
        description: `What the ledger of ${tenant} says of the last day.`,
        dataFactoryId,
        service: figures.service.name,
        fileSystem: figures.container,
        fileName: FIGURES_BLOB,
      });
    const { sessions = medallion.sessions } = props;
    const activities = medallionActivities(
      graph,
      { ...wiring, ...(dataset === undefined ? {} : { figuresDataset }) },
      sessions,
    );
    checkActivities(this, activities);
    const name = tenantPipelineName(tenant);
    this.pipeline = new DataFactoryPipeline(this, 'Resource', {
      name: checkName(this, 'pipeline', name),
      dataFactoryId,
      description: `Refreshes every table of ${tenant} with the active release, each after all it reads.`,
      concurrency: 1,
      ...(takesOnly(sessions) ? { parameters: { [ONLY]: '' } } : {}),
      activitiesJson: JSON.stringify(activities),
      dependsOn: [...medallion.parts, ...(dataset === undefined ? [] : [dataset])],
    });
    if (schedule === undefined) return;
    const trigger = { dataFactoryId, name: `${name}-schedule`, pipelineName: this.pipeline.name, schedule };
    new ScheduleTrigger(this, 'Trigger', trigger);
  }
}
