import type { TableContract } from '../../contracts/contract';
import type { IngestSettings } from '../../environments/settings/ingest';
import type { LakeStorage } from '../storage/lake-storage';
import type { Factory } from './factory';
import type { MedallionPipeline } from './medallion-pipeline';

export interface IngestPipelineProps {
  readonly factory: Factory;
  /** Whose release, pool and binding the job shares. */
  readonly medallion: MedallionPipeline;
  readonly storage: LakeStorage;
  /** A bronze table with a source. */
  readonly contract: TableContract;
  /** When it runs by itself. @default - only when somebody starts it; the run of all tables takes the source in as well */
  readonly when?: IngestSettings;
}
