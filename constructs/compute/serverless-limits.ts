import type { ServerlessSqlSettings } from '../../environments/settings/pools';

/**
 * T-SQL that stops serverless SQL at its limits until the next day, week or month. ARM has no such setting, so that it is run
 * in `master` by whoever publishes the SQL of a release; running it again is harmless.
 *
 * @see Microsoft's page on cost management for serverless SQL pools, `sp_set_data_processed_limit`
 */
export function serverlessLimits({ tbPerDay, tbPerWeek, tbPerMonth }: ServerlessSqlSettings): readonly string[] {
  return Object.entries({ daily: tbPerDay, weekly: tbPerWeek, monthly: tbPerMonth }).map(
    ([type, terabytes]) => `EXEC sp_set_data_processed_limit @type = N'${type}', @limit_tb = ${String(terabytes)};`,
  );
}
