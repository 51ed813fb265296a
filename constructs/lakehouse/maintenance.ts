import { OPTIMIZER_JOB_FILE } from '../../contracts/release-layout';
import type { PipelineSettings } from '../../environments/settings/schedule';
import type { Orchestrated } from './parts';
import { JobPipeline } from '../orchestration/job-pipeline';
import type { JobPipelineProps } from '../orchestration/job-pipeline-props';
import { tenantJobs } from './tenant-jobs';

/**
 * Retention, compaction and vacuum of every table, of the lake and of each of its tenants, by the clock where the environment says
 * when, and by hand for one table.
 */
export function maintainLake(lake: Orchestrated): JobPipeline {
  const { scope, environment, factory, pipeline: medallion } = lake;
  for (const tenant of lake.tenants) {
    const settings = environment.tenants?.find(({ id }) => id === tenant.tenantId);
    const own = job(
      `maintenance-${tenant.tenantId}`,
      tenant.tenantId,
      settings?.maintenance ?? environment.maintenance,
    );
    new JobPipeline(tenant, 'Maintenance', { ...own, ...tenantJobs(lake, tenant) });
  }
  return new JobPipeline(scope, 'Maintenance', {
    ...job('maintenance', undefined, environment.maintenance),
    factory,
    medallion,
  });
}

function job(
  name: string,
  whose: string | undefined,
  schedule: PipelineSettings | undefined,
): Omit<JobPipelineProps, 'factory' | 'medallion'> {
  const tables = whose === undefined ? 'Delta tables' : `Delta tables of ${whose}`;
  return {
    name,
    description: `Compacts and vacuums ${tables} with the active release; \`tables\` names some, separated by commas.`,
    file: OPTIMIZER_JOB_FILE,
    parameters: { '--tables': '' },
    ...(schedule === undefined ? {} : { schedule }),
  };
}
