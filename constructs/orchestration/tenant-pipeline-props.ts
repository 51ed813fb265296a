import type { DataFactoryLinkedServiceDataLakeStorageGen2 } from '@cdktf/provider-azurerm/lib/data-factory-linked-service-data-lake-storage-gen2';
import type { TableGraph } from '../../contracts/graph';
import type { PipelineSettings } from '../../environments/settings/schedule';
import type { Factory } from './factory';
import type { SessionPlan } from './medallion-activities';
import type { MedallionPipeline } from './medallion-pipeline';

/** The file beside a tenant's ledger that says what its last runs checked. The factory needs a right to read there. */
export interface TenantFigures {
  /** Linked service of the account. */
  readonly service: DataFactoryLinkedServiceDataLakeStorageGen2;
  /** Container of the tenant's ledger. */
  readonly container: string;
}

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
  /** Where the tenant's jobs leave the figures of its ledger. @default - nowhere that the factory reads: no alert on quality hears of a run */
  readonly figures?: TenantFigures;
  /** When it runs by itself. @default - only when somebody starts it */
  readonly schedule?: PipelineSettings;
}
