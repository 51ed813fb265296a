import { ENGINE_JOB_FILE, ERASURE_MODULE, ERASURE_REQUESTS } from '../../contracts/release-layout';
import type { Recoverable } from './parts';
import { JobPipeline } from '../orchestration/job-pipeline';
import type { JobPipelineProps } from '../orchestration/job-pipeline-props';
import { tenantJobs } from './tenant-jobs';

/**
 * Forgets a person over all layers, of the lake or of one tenant. A person starts it: nothing runs it by the clock.
 *
 * Parameters, arguments and whatever an activity reads stand in the logs of the factory and of the pool for months. So the pipeline
 * knows a request by its id alone, and only the job opens the file that says whom it is about.
 */
export function eraseOnRequest(lake: Recoverable): JobPipeline {
  for (const tenant of lake.tenants) {
    const own = job(`erasure-${tenant.tenantId}`, tenant.tenantId, tenant.uri('system'));
    new JobPipeline(tenant, 'Erasure', { ...own, ...tenantJobs(lake, tenant) });
  }
  const { scope, factory, pipeline: medallion, storage } = lake;
  const backup = lake.backup === undefined ? [] : ['--backup-place', lake.backup.place];
  const erasure = job('erasure', 'the lake', storage.uri('system'), backup);
  return new JobPipeline(scope, 'Erasure', { ...erasure, factory, medallion });
}

function job(
  name: string,
  whose: string,
  system: string,
  more: readonly string[] = [],
): Omit<JobPipelineProps, 'factory' | 'medallion'> {
  return {
    name,
    description: `Erases from every table of ${whose} the person whom a request names; \`request\` is the id of one that lies in ${ERASURE_REQUESTS}.`,
    file: ENGINE_JOB_FILE,
    args: ['--module', ERASURE_MODULE, ...more],
    parameters: { '--request': { initial: '', before: `${system}/${ERASURE_REQUESTS}/`, after: '.json' } },
    // Every file that holds the person is written anew, in each layer: more than a run reads, less than a working day.
    timeout: '0.08:00:00',
    // A request that was refused is gone: a second try would say that it is missing, and hide why.
    retries: 0,
  };
}
