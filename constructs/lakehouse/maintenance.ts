import { OPTIMIZER_JOB_FILE } from '../../contracts/release-layout';
import type { Environment } from '../../environments/settings/environment';
import type { Lakehouse } from './lakehouse';
import { JobPipeline } from '../orchestration/job-pipeline';

/** Compaction and vacuum of every table, by the clock where the environment says when, and by hand for one table. */
export function maintainLake(lake: Lakehouse, { maintenance: schedule }: Environment): JobPipeline {
  return new JobPipeline(lake, 'Maintenance', {
    name: 'maintenance',
    description: 'Compacts and vacuums Delta tables with the active release; `tables` names some, separated by commas.',
    factory: lake.factory,
    medallion: lake.pipeline,
    file: OPTIMIZER_JOB_FILE,
    parameters: { '--tables': '' },
    ...(schedule === undefined ? {} : { schedule }),
  });
}
