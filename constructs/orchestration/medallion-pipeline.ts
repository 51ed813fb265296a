import { DataFactoryPipeline } from '@cdktf/provider-azurerm/lib/data-factory-pipeline';
import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { POINTER_BLOB } from '../../contracts/release-layout';
import { checkName } from '../base/naming';
import type { ContainerName } from '../storage/containers';
import { checkActivities } from './activity';
import { SYNAPSE_SERVICE } from './factory';
import { jsonFile } from './json-file';
import {
  medallionActivities,
  type MedallionWiring,
  ONLY,
  PIPELINE,
  type SessionPlan,
  takesOnly,
} from './medallion-activities';
import type { MedallionPipelineProps } from './medallion-pipeline-props';
import { ScheduleTrigger } from './schedule-trigger';

/** File beside the ledger; `medallion/running/run_metrics.py` writes it. */
export const FIGURES_BLOB = 'figures.json';

const RELEASES: ContainerName = 'releases';
const SYSTEM: ContainerName = 'system';
/** Dataset of the pointer, for every pipeline of the factory. */
export const POINTER_DATASET = 'release_pointer';
export const FIGURES_DATASET = 'ledger_figures';

/**
 * The pipeline that brings every table up to date, generated from the table graph, and the trigger that starts it.
 *
 * @throws ConfigurationError for activities or a schedule that Data Factory would refuse or misread
 *
 * @example
 * const medallion = new MedallionPipeline(stack, 'Pipeline', {
 *   factory,
 *   storage,
 *   graph: tableGraph(contracts),
 *   sparkPool: sparkPool.poolName,
 *   schedule: { frequency: 'Day', interval: 1, at: '02:00', startTime: '2026-12-01T00:00:00Z', active: true },
 * });
 */
export class MedallionPipeline extends Judged {
  readonly pipeline: DataFactoryPipeline;
  readonly triggerName = 'medallion-schedule';
  /** What the JSON of any pipeline on the same release refers to. */
  readonly wiring: MedallionWiring;
  /** How the tables are divided among Spark applications. */
  readonly sessions: SessionPlan;
  /** Resources behind those names: Terraform cannot see them inside the JSON. */
  readonly parts: readonly TerraformResource[];

  constructor(scope: Construct, id: string, props: MedallionPipelineProps) {
    super(scope, id);
    const { factory, storage, graph, sparkPool, schedule, sessions = { form: 'table' } } = props;
    this.sessions = sessions;
    const dataFactoryId = factory.factory.id;
    const lake = { dataFactoryId, service: factory.storageService.name };
    const pointer = jsonFile(this, 'Pointer', {
      ...lake,
      name: POINTER_DATASET,
      description: 'Which release is active.',
      fileSystem: RELEASES,
      fileName: POINTER_BLOB,
    });
    const figures = jsonFile(this, 'Figures', {
      ...lake,
      name: FIGURES_DATASET,
      description: 'What the ledger says of the last day.',
      fileSystem: SYSTEM,
      fileName: FIGURES_BLOB,
    });
    this.wiring = {
      pointerDataset: POINTER_DATASET,
      figuresDataset: FIGURES_DATASET,
      synapseService: SYNAPSE_SERVICE,
      sparkPool,
      releasesUri: storage.uri(RELEASES),
    };
    this.parts = [pointer, figures, factory.synapseService];
    const activities = medallionActivities(graph, this.wiring, sessions);
    checkActivities(this, activities);
    this.pipeline = new DataFactoryPipeline(this, 'Resource', {
      name: checkName(this, 'pipeline', PIPELINE),
      dataFactoryId,
      description: 'Refreshes every table with the active release, each after all it reads.',
      // Two runs at once would queue for the same pool and refresh the same tables.
      concurrency: 1,
      ...(takesOnly(sessions) ? { parameters: { [ONLY]: '' } } : {}),
      activitiesJson: JSON.stringify(activities),
      // The names inside the JSON are no references that Terraform can see.
      dependsOn: [...this.parts],
    });
    new ScheduleTrigger(this, 'Trigger', {
      dataFactoryId,
      name: this.triggerName,
      pipelineName: this.pipeline.name,
      schedule,
    });
  }
}
