import { estimateEnvironment } from '../../finops/estimate';
import {
  componentRows,
  environmentRows,
  estimateJson,
  estimateMarkdown,
  provenance,
} from '../../finops/estimate-report';
import { loadPriceSheet } from '../../finops/load-price-sheet';
import { sparkCost } from '../../finops/spark-cost';
import { lake, NO_USAGE, USAGE } from './fixture';

const sheet = loadPriceSheet('eastus');
const estimate = estimateEnvironment([lake()], USAGE, sheet);

describe('the report', () => {
  const estimates = [estimate, { ...estimateEnvironment([lake()], NO_USAGE, sheet), environment: 'empty' }];

  test('has one row an environment', () => {
    expect(environmentRows(estimates)[0]).toEqual({
      environment: 'test',
      totalUsd: '1099.51',
      budgetUsd: '1000.00',
      budgetUsed: '110.0 %',
      range: '',
      confidence: '1 % verified, 63 % two-source, 30 % single-source, 6 % derived',
      conflicts: 0,
      incomplete: 0,
    });
  });

  test('sets components side by side', () => {
    expect(componentRows(estimates)).toContainEqual({ component: 'spark', usd: ['331.20', '0.00'] });
  });

  test('always says when the prices were seen and how far they carry', () => {
    expect(provenance(estimates)).toContain(
      'test: complete; prices of eastus as of 2026-11, 1 % verified, 63 % two-source, 30 % single-source, 6 % derived, 0 prices in conflict.',
    );
    expect(estimateMarkdown(estimates)).toContain('as of 2026-11');
  });

  test('is Markdown with every line and what is missing', () => {
    const markdown = estimateMarkdown([
      estimateEnvironment([lake({ 'azurerm_databricks_workspace.notebooks': {} })], USAGE, sheet),
    ]);
    expect(markdown).toContain(
      '| Spark pool batch | 2400 | vCore-hour | 0.138 | 331.20 | synapse.spark.memopt.vcore (eastus) | single-source | third-party test fixture',
    );
    expect(markdown).toContain('- azurerm_databricks_workspace.notebooks is not priced: nobody has looked up');
  });

  test('is JSON with money as text', () => {
    const json = JSON.parse(JSON.stringify(estimateJson(estimates))) as object;
    expect(json).toMatchObject({ environments: [{ environment: 'test', totalUsd: '1099.51', asOf: '2026-11' }, {}] });
  });
});

describe('Spark work on Synapse', () => {
  test('is priced by the vCore-second, with the price and its date', () => {
    expect(sparkCost(14_400, sheet)).toMatchObject({
      usd: '0.552000',
      usdPerVcoreHour: '0.138',
      asOf: '2026-11',
      confidence: 'single-source',
      conflicts: [],
    });
    expect(sparkCost(60, sheet).usd).toBe('0.002300');
  });
});
