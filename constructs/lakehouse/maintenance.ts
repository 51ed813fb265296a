import { OPTIMIZER_JOB_FILE } from '../../contracts/release-layout';
import type { Orchestrated } from './parts';
import { JobPipeline } from '../orchestration/job-pipeline';

/** Compaction and vacuum of every table, by the clock where the environment says when, and by hand for one table. */
export function maintainLake({ scope, environment, factory, pipeline }: Orchestrated): JobPipeline {
  const { maintenance: schedule } = environment;
  return new JobPipeline(scope, 'Maintenance', {
    name: 'maintenance',
    description: 'Compacts and vacuums Delta tables with the active release; `tables` names some, separated by commas.',
    factory,
    medallion: pipeline,
    file: OPTIMIZER_JOB_FILE,
    parameters: { '--tables': '' },
    ...(schedule === undefined ? {} : { schedule }),
  });
}
