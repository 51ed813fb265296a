import type { PipelineSettings } from '../../environments/settings/schedule';
import type { Factory } from './factory';
import type { MedallionPipeline } from './medallion-pipeline';

/** A parameter that is told to the job as part of something longer: whoever starts the pipeline gives an id, the job gets a URI. */
export interface EmbeddedParameter {
  /** Of the pipeline's parameter. */
  readonly initial: string;
  readonly before: string;
  readonly after: string;
}

export interface JobPipelineProps {
  /** Of the pipeline, and of its one job. */
  readonly name: string;
  readonly description: string;
  readonly factory: Factory;
  /** Whose release, pool and binding the job shares. */
  readonly medallion: Pick<MedallionPipeline, 'wiring' | 'parts'>;
  /** Entry file inside the release. */
  readonly file: string;
  /** Arguments that are the same in every run. @default - none: release, binding and `parameters` say all */
  readonly args?: readonly string[];
  /**
   * Arguments of the job by flag; a value becomes a parameter of the pipeline, named like the flag without its dashes, with this
   * default. Data Factory has text parameters only.
   */
  readonly parameters: Readonly<Record<string, string | EmbeddedParameter>>;
  /** `d.hh:mm:ss` after which the job is stopped. @default '0.02:00:00', four times the slowest target */
  readonly timeout?: string;
  /** Repeats after a failure, 0 to 5. @default 1: jobs are idempotent, and a pool may fail to start */
  readonly retries?: number;
  /** Seconds between a failure and the repeat, 30 to 86400. @default 120, in which a pool that failed to start is gone */
  readonly retrySeconds?: number;
  /** When it runs by itself. @default - only when somebody starts it */
  readonly schedule?: PipelineSettings;
}
