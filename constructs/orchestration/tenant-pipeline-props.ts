import type { TableGraph } from '../../contracts/graph';
import type { PipelineSettings } from '../../environments/settings/schedule';
import type { Factory } from './factory';
import type { SessionPlan } from './medallion-activities';
import type { MedallionPipeline } from './medallion-pipeline';

export interface TenantPipelineProps {
  readonly tenant: string;
  readonly factory: Factory;
  /** Whose release the tenant's jobs run. */
  readonly medallion: MedallionPipeline;
  readonly graph: TableGraph;
  /** Spark pool that runs the jobs: the tenant's own, or that of the lake. */
  readonly sparkPool: string;
  /** @default - as the lake's pipeline, whose sizes have to fit the pool */
  readonly sessions?: SessionPlan;
  /** When it runs by itself. @default - only when somebody starts it */
  readonly schedule?: PipelineSettings;
}
