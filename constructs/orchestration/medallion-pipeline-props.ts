import type { TableGraph } from '../../contracts/graph';
import type { PipelineSettings } from '../../environments/settings/schedule';
import type { LakeStorage } from '../storage/lake-storage';
import type { Factory } from './factory';
import type { SessionPlan } from './medallion-activities';

export interface MedallionPipelineProps {
  readonly factory: Factory;
  readonly storage: LakeStorage;
  /** Which table feeds which: what reads another table waits for it. */
  readonly graph: TableGraph;
  /** Spark pool that runs the jobs. */
  readonly sparkPool: string;
  readonly schedule: PipelineSettings;
  /** How the tables are divided among Spark applications. @default - one application per table */
  readonly sessions?: SessionPlan;
}
