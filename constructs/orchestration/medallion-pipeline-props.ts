import type { TableGraph } from '../../contracts/graph';
import type { PipelineSettings } from '../../environments/settings/schedule';
import type { LakeStorage } from '../storage/lake-storage';
import type { Factory } from './factory';

export interface MedallionPipelineProps {
  readonly factory: Factory;
  readonly storage: LakeStorage;
  /** Which table feeds which: one activity a table, one dependency an edge. */
  readonly graph: TableGraph;
  /** Spark pool that runs the jobs. */
  readonly sparkPool: string;
  readonly schedule: PipelineSettings;
}
