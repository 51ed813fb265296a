import { tenantBindingFile } from '../../contracts/release-layout';
import type { Factory } from '../orchestration/factory';
import type { JobPipelineProps } from '../orchestration/job-pipeline-props';
import type { Tenant } from '../tenancy/tenant';
import type { Orchestrated } from './parts';

/**
 * What every job of one tenant has in common: the active release of the lake, the tenant's own binding, and its own pool where it
 * has one. With that binding a job reaches no data but the tenant's.
 */
export function tenantJobs(
  { environment, factory, pipeline }: Orchestrated,
  tenant: Tenant,
): { readonly factory: Factory; readonly medallion: JobPipelineProps['medallion'] } {
  const { parts, wiring } = pipeline;
  const sparkPool = tenant.sparkPool?.poolName ?? environment.pipelinePool;
  const bindingFile = tenantBindingFile(tenant.tenantId);
  return { factory, medallion: { parts, wiring: { ...wiring, sparkPool, bindingFile } } };
}
