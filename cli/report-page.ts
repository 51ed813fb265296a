import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../shared/errors';
import { replaceFile } from '../delivery/files';
import { activeRelease } from '../delivery/run';
import type { DeliveryTarget } from '../delivery/target';
import type { ServiceTargets } from '../environments/settings/targets';
import type { Estimate } from '../finops/estimate';
import type { PolicyReport } from '../policies/engine';
import { parseBenchmarks } from '../report/benchmarks';
import { renderReport } from '../report/page';
import { LEVEL_HOURS } from '../report/report-data';
import type { CliContext } from './context';
import { localPrice } from './run-summary';

const MS_PER_HOUR = 3_600_000;

/**
 * Writes the report's page.
 *
 * @returns its path
 * @throws UserError when nothing has run yet
 */
export async function writeReport(
  context: CliContext,
  target: DeliveryTarget,
  estimates: readonly Estimate[],
  policies: PolicyReport,
  targets: ServiceTargets,
): Promise<string> {
  const { layout } = context;
  const lake = await target.lakeData();
  if (lake === undefined) {
    throw new UserError(
      'no-runs',
      `nothing has run on '${target.name}' yet`,
      'Run `npm start`, or `npx medallion run`.',
    );
  }
  const release = await activeRelease(target);
  const { tables } = await target.releases.manifest(release);
  const benchmarks = existsSync(layout.benchmarks)
    ? parseBenchmarks(readFileSync(layout.benchmarks, 'utf8'), layout.benchmarks)
    : [];
  const now = new Date();
  const since = new Date(now.getTime() - LEVEL_HOURS * MS_PER_HOUR).toISOString();
  const levels = await target.serviceLevels(since, now);
  const price = localPrice(context);
  const environmentTargets = Object.fromEntries(
    context.lakeEnvironments().knownEnvironments.map((one) => [one.name, one.targets]),
  );
  replaceFile(
    layout.reportPage,
    renderReport({
      release,
      tables,
      lake,
      price,
      targets,
      environmentTargets,
      levels,
      estimates,
      policies,
      benchmarks,
    }),
  );
  return layout.reportPage;
}
