/** Gigabytes of logs a month by category, from what makes a line. */
import type { StackResource } from '../../synthesized/stack';
import { parseReference } from '../../synthesized/references';
import { literalNumber } from '../literals';
import type { UsageFigure } from './resolved';

/** What happens in a month, each of which makes a line in some category. */
export interface LogSources {
  readonly storageWrites: Readonly<Record<string, number>>;
  readonly storageReads: Readonly<Record<string, number>>;
  readonly storageDeletes: Readonly<Record<string, number>>;
  readonly activityRuns: number;
  readonly pipelineRuns: number;
  readonly sparkRuns: number;
  readonly serverlessQueries: number;
  readonly dedicatedQueries: number;
  readonly vaultOperations: number;
  readonly automationJobs: number;
  readonly hoursPerMonth: number;
}

/**
 * Bytes of one line. No source gives sizes: a line of storage logs is taken as 1 KB (as in published examples), lines that carry
 * a statement or an output as 2 to 3 KB.
 */
const KB = 1000;

/** Lines a month of one category of one resource; undefined for a category that nobody has modelled. */
function linesOf(category: string, target: string, sources: LogSources): { lines: number; bytes: number } | undefined {
  switch (category) {
    case 'StorageWrite':
      return { lines: sources.storageWrites[target] ?? 0, bytes: KB };
    case 'StorageRead':
      return { lines: sources.storageReads[target] ?? 0, bytes: KB };
    case 'StorageDelete':
      return { lines: sources.storageDeletes[target] ?? 0, bytes: KB };
    case 'PipelineRuns':
    case 'IntegrationPipelineRuns':
    case 'TriggerRuns':
    case 'IntegrationTriggerRuns':
      return { lines: sources.pipelineRuns * 2, bytes: 2 * KB };
    case 'ActivityRuns':
    case 'IntegrationActivityRuns':
      return { lines: sources.activityRuns * 2, bytes: 3 * KB };
    case 'BigDataPoolAppsEnded':
      return { lines: sources.sparkRuns, bytes: 2 * KB };
    case 'BuiltinSqlReqsEnded':
      return { lines: sources.serverlessQueries, bytes: 2 * KB };
    case 'SQLSecurityAuditEvents':
    case 'DevOpsOperationsAudit':
      return { lines: sources.serverlessQueries + sources.dedicatedQueries, bytes: 3 * KB };
    case 'SqlRequests':
    case 'ExecRequests':
      return { lines: sources.dedicatedQueries, bytes: 2 * KB };
    case 'RequestSteps':
    case 'DmsWorkers':
    case 'Waits':
      return { lines: sources.dedicatedQueries * 8, bytes: KB };
    case 'AuditEvent':
      return { lines: sources.vaultOperations, bytes: 1.5 * KB };
    case 'JobLogs':
    case 'JobStreams':
      return { lines: sources.automationJobs * 10, bytes: KB };
    case 'NetworkSecurityGroupRuleCounter':
    case 'NetworkSecurityGroupEvent':
      return { lines: sources.hoursPerMonth * 12, bytes: KB };
    case 'Audit':
    case 'SynapseRbacOperations':
    case 'GatewayApiRequests':
    case 'AzurePolicyEvaluationDetails':
      return { lines: sources.hoursPerMonth * 60, bytes: KB };
    case 'AllMetrics':
    case 'Transaction':
      // One line a minute and metric; some twenty metrics have a value at a time.
      return { lines: sources.hoursPerMonth * 60 * 20, bytes: 0.3 * KB };
    default:
      return undefined;
  }
}

const DAYS_PER_MONTH = 365 / 12;

/** Gigabytes that Log Analytics takes in, up to its daily cap, and the categories for which no volume is known. */
export function logVolume(
  resources: readonly StackResource[],
  sources: LogSources,
): { readonly gb: number; readonly figures: readonly UsageFigure[]; readonly unknown: readonly string[] } {
  const unknown: string[] = [];
  const parts = resources
    .filter(
      ({ type, body }) =>
        type === 'azurerm_monitor_diagnostic_setting' && body['log_analytics_workspace_id'] !== undefined,
    )
    .flatMap(({ body, address }) => {
      const target = parseReference(body['target_resource_id'])?.address ?? address;
      return [...categoriesOf(body['enabled_log']), ...categoriesOf(body['enabled_metric'])].flatMap((category) => {
        const volume = linesOf(category, target, sources);
        if (volume === undefined) unknown.push(`log category ${category} of ${target}`);
        return volume === undefined ? [] : [{ category, gb: (volume.lines * volume.bytes) / 1e9 }];
      });
    });
  const asked = parts.reduce((sum, { gb }) => sum + gb, 0);
  const workspace = resources.find(({ type }) => type === 'azurerm_log_analytics_workspace');
  const cap = workspace && literalNumber(workspace.body, 'daily_quota_gb');
  const most = cap === undefined || cap < 0 ? Number.POSITIVE_INFINITY : cap * DAYS_PER_MONTH;
  const gb = Math.min(asked, most);
  const largest = [...groupSum(parts)].sort(([, one], [, other]) => other - one).slice(0, 5);
  const how = largest.map(([category, value]) => `${category} ${value.toFixed(2)} GB`).join(', ');
  const capped = gb < asked ? `; the cap stops it at ${gb.toFixed(1)} of ${asked.toFixed(1)} GB` : '';
  return {
    gb,
    unknown,
    figures: [{ name: 'logAnalyticsGb', value: gb, unit: 'GB', origin: 'derived', how: `${how}${capped}` }],
  };
}

function groupSum(parts: readonly { readonly category: string; readonly gb: number }[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { category, gb } of parts) sums.set(category, (sums.get(category) ?? 0) + gb);
  return sums;
}

function categoriesOf(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return list.flatMap((entry) => {
    const category = isCategory(entry) ? (entry['category'] ?? entry['category_group']) : undefined;
    return typeof category === 'string' ? [category] : [];
  });
}

function isCategory(entry: unknown): entry is Readonly<Record<string, unknown>> {
  return typeof entry === 'object' && entry !== null;
}
