import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { JOB_FILES } from '../../contracts/release-layout';
import type { SourceKind } from '../../contracts/source';
import { refuse } from '../base/checks';
import { RAW_CONTAINER } from '../storage/containers';
import { ArrivalTrigger } from './arrival-trigger';
import type { IngestPipelineProps } from './ingest-pipeline-props';
import { JobPipeline } from './job-pipeline';
import type { JobPipelineProps } from './job-pipeline-props';

type JobRetries = Required<Pick<JobPipelineProps, 'timeout' | 'retries' | 'retrySeconds'>>;

/** How long a source may take, and how soon it is asked again: what is ours at once, what is somebody's system with care. */
const RETRIES: Readonly<Record<SourceKind, JobRetries>> = {
  files: { timeout: '0.01:30:00', retries: 1, retrySeconds: 120 },
  changes: { timeout: '0.01:30:00', retries: 1, retrySeconds: 120 },
  kafka: { timeout: '0.01:30:00', retries: 2, retrySeconds: 120 },
  // An operational database that is busy is not helped by being asked again at once.
  database: { timeout: '0.02:00:00', retries: 2, retrySeconds: 300 },
  // Page by page at the rate that the API allows; one that refuses does so for minutes.
  api: { timeout: '0.04:00:00', retries: 3, retrySeconds: 600 },
};

/**
 * Takes in one source by itself: the bronze job of its table, with the active release. Paging, watermarks and increments of the
 * contract are the job's, whose promises make a repeat harmless; a Copy activity would keep a second watermark beside them.
 *
 * @throws ConfigurationError for a table without a source, or an arrival of what is no file
 *
 * @example
 * const events = contracts.find(({ name }) => name === 'bronze.events');
 * if (events !== undefined) {
 *   new IngestPipeline(stack, 'IngestEvents', {
 *     factory,
 *     medallion,
 *     storage,
 *     contract: events,
 *     when: { on: 'arrival', endsWith: '_SUCCESS', active: true },
 *   });
 * }
 */
export class IngestPipeline extends Judged {
  readonly job: JobPipeline;

  constructor(scope: Construct, id: string, props: IngestPipelineProps) {
    super(scope, id);
    const { factory, medallion, storage, contract, when } = props;
    const { source } = contract;
    if (source === undefined) {
      refuse(this, {
        setting: 'contract',
        value: contract.name,
        allowed: 'a bronze table with a source',
        remedy: 'Name a bronze table: the pipeline of the lake refreshes all others.',
      });
    }
    const name = `ingest_${contract.table}`;
    this.job = new JobPipeline(this, 'Default', {
      ...RETRIES[source.kind],
      name,
      description: `Takes in ${contract.name} from ${source.system} (${source.kind}) with the active release.`,
      factory,
      medallion,
      file: JOB_FILES.bronze,
      args: ['--tables', contract.name],
      parameters: {},
      ...(when?.on === 'schedule' ? { schedule: when.schedule } : {}),
    });
    if (when?.on !== 'arrival') return;
    if (source.kind !== 'files') {
      refuse(this, {
        setting: `ingest of ${contract.name}`,
        value: when.on,
        allowed: `schedule, because its source is ${source.kind}`,
        remedy: 'Give a schedule: only files announce their arrival.',
      });
    }
    new ArrivalTrigger(this, 'Arrival', {
      dataFactoryId: factory.factory.id,
      name: `${name}-arrival`,
      pipelineName: this.job.pipeline.name,
      storageAccountId: storage.accountOf(RAW_CONTAINER).account.id,
      container: RAW_CONTAINER,
      folder: source.path,
      endsWith: when.endsWith,
      active: when.active,
    });
  }
}
