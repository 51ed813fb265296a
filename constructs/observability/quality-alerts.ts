import type { AlertId } from '../../environments/settings/alerts';
import { tenantPipelineName } from '../orchestration/medallion-activities';
import type { AlertPlan } from './alert-plan';
import type { LakeAlertsProps } from './lake-alerts-props';
import { figure } from './log-queries';
import { OFTEN, query } from './planned-query';

interface Quality {
  readonly id: AlertId;
  readonly path: string;
  readonly figure: Parameters<typeof figure>[0];
  readonly says: (threshold: string, where: string) => string;
  readonly threshold: (props: LakeAlertsProps) => number;
  readonly severity: 1 | 2;
}

const QUALITY: readonly Quality[] = [
  {
    id: 'schema-pass',
    path: 'SchemaPass',
    figure: 'schemaPassPercent',
    says: (threshold, where) =>
      `Less than ${threshold} percent of the values of a day${where} had the type of their contract. The workbook names the table.`,
    threshold: ({ targets }) => targets.schemaPassPercent,
    severity: 2,
  },
  {
    id: 'completeness',
    path: 'Completeness',
    figure: 'completenessPercent',
    says: (threshold, where) =>
      `Less than ${threshold} percent of the required values of a day${where} were there. The workbook names the table.`,
    threshold: ({ targets }) => targets.completenessPercent,
    severity: 2,
  },
  {
    id: 'pii-coverage',
    path: 'PiiCoverage',
    figure: 'piiCoveragePercent',
    says: (_, where) =>
      `A column${where} looks like personal data, and its contract does not say so: it may leave bronze readable. The report names the column; declare it, or leave the alert out if it is none.`,
    threshold: ({ targets }) => targets.piiCoveragePercent,
    severity: 1,
  },
];

/**
 * Alerts on what the ledger says of the data: of the lake's own tables, or of one tenant's.
 *
 * @param tenant whose ledger; undefined for the lake's
 */
export function qualityAlerts(props: LakeAlertsProps, tenant?: string): readonly AlertPlan[] {
  const suffix = tenant === undefined ? '' : `-${tenant}`;
  const pipeline = tenant === undefined ? undefined : tenantPipelineName(tenant);
  const where = tenant === undefined ? '' : ` of ${tenant}`;
  return QUALITY.map(({ id, path, figure: name, says, threshold, severity }) => ({
    ...query(props, `${path}${suffix}`, {
      name: `${id}${suffix}`,
      description: says(String(threshold(props)), where),
      query: figure(name, pipeline),
      measure: { column: 'value', aggregation: 'Minimum' },
      operator: 'LessThan',
      ...OFTEN,
    }),
    id,
    figure: { threshold: threshold(props), severity },
  }));
}
