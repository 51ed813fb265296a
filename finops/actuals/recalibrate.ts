/** What an owner would write into the usage of an environment so that the estimate agrees with a bill. */
import { Decimal } from 'decimal.js';
import type { VarianceReport } from './variance';

export interface ProposedEdit {
  /** Below `usage` in `environments/<name>.ts`. */
  readonly setting: string;
  readonly value: string;
  readonly was: string;
  readonly because: string;
}

export interface Recalibration {
  readonly edits: readonly ProposedEdit[];
  /** Prices whose quantity differs and that no single setting states, for example alerts, which the stacks themselves tell. */
  readonly withoutSetting: readonly string[];
}

export interface KnownPools {
  readonly spark: Readonly<Record<string, { readonly vcoresPerNode: number; readonly averageNodes: number }>>;
  readonly hundredDwu: Readonly<Record<string, number>>;
}

/** Gigabytes that Log Analytics gives free; a bill shows what comes after them. */
const FREE_LOG_GB = 5;

/**
 * @param share of a month that the bill covers: usage is stated for a whole one
 */
export function recalibrate(report: VarianceReport, share: Decimal, pools: KnownPools): Recalibration {
  const edits: ProposedEdit[] = [];
  const withoutSetting: string[] = [];
  for (const { priceKey, resource, quantity, was } of report.recalibrated) {
    const [whole, before] = [quantity, was].map((text) => new Decimal(text).div(share));
    const edit = whole && before && settingOf(priceKey, resource, whole, before, pools);
    if (edit === undefined) withoutSetting.push(`${priceKey} of ${resource}`);
    else edits.push(edit);
  }
  return { edits, withoutSetting: [...new Set(withoutSetting)].sort() };
}

function settingOf(
  priceKey: string,
  resource: string,
  whole: Decimal,
  before: Decimal,
  { spark, hundredDwu }: KnownPools,
): ProposedEdit | undefined {
  const plain = (setting: string, divisor = new Decimal(1), plus = 0): ProposedEdit => ({
    setting,
    value: told(whole.div(divisor).plus(plus)),
    was: told(before.div(divisor)),
    because: `billed ${told(whole)} a month, estimated ${told(before)}`,
  });
  switch (priceKey) {
    case 'synapse.spark.memopt.vcore': {
      const name = Object.keys(spark).find((pool) => pool.toLowerCase() === resource);
      const pool = name === undefined ? undefined : spark[name];
      return name === undefined || pool === undefined
        ? undefined
        : plain(`spark.${name}.hours`, new Decimal(pool.vcoresPerNode).times(pool.averageNodes));
    }
    case 'synapse.dedicated.dw100c': {
      const name = Object.keys(hundredDwu).find((pool) => pool.toLowerCase() === resource);
      const units = name === undefined ? undefined : hundredDwu[name];
      return name === undefined || units === undefined
        ? undefined
        : plain(`sqlPools.${name}.onlineHours`, new Decimal(units));
    }
    case 'synapse.dedicated.storage.lrs':
      return plain(`sqlPools.${resource}.storedTb`);
    case 'synapse.serverless.dataProcessed':
      return plain('serverlessSqlTb');
    case 'logAnalytics.payg.ingest':
      return plain('logAnalyticsGb', new Decimal(1), FREE_LOG_GB);
    case 'pipelines.azureIr.activityRun':
      return plain('pipelines.activityRuns');
    case 'pipelines.azureIr.externalActivity':
    case 'pipelines.managedVnetIr.externalActivity':
      return plain('pipelines.externalActivityHours');
    case 'keyVault.operations':
      return plain('keyVaultOperations');
    default:
      return undefined;
  }
}

function told(value: Decimal): string {
  return value.toSignificantDigits(6).toString();
}
