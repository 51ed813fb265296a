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
      totalUsd: '1109.64',
      budgetUsd: '1000.00',
      budgetUsed: '111.0 %',
      lowestConfidence: 'unverified',
      conflicts: 4,
      unpriced: 0,
    });
  });

  test('sets components side by side', () => {
    expect(componentRows(estimates)).toContainEqual({ component: 'spark', usd: ['343.20', '0.00'] });
  });

  test('always says when the prices were seen and how far they carry', () => {
    expect(provenance(estimates)).toContain(
      'test: prices of eastus as of 2026-11, lowest confidence unverified, 4 prices in conflict, 0 resources unpriced.',
    );
    expect(estimateMarkdown(estimates)).toContain('as of 2026-11');
  });

  test('is Markdown with every line and what is missing', () => {
    const markdown = estimateMarkdown([
      estimateEnvironment([lake({ 'azurerm_databricks_workspace.notebooks': {} })], USAGE, sheet),
    ]);
    expect(markdown).toContain(
      '| Spark pool batch | 2400 | vCore-hour | 0.143 | 343.20 | single-source, in conflict |',
    );
    expect(markdown).toContain('Not priced: `azurerm_databricks_workspace.notebooks`, because nobody has looked up');
  });

  test('is JSON with money as text', () => {
    const json = JSON.parse(JSON.stringify(estimateJson(estimates))) as object;
    expect(json).toMatchObject({ environments: [{ environment: 'test', totalUsd: '1109.64', asOf: '2026-11' }, {}] });
  });
});

describe('Spark work on Synapse', () => {
  test('is priced by the vCore-second, with the price and its date', () => {
    expect(sparkCost(14_400, sheet)).toMatchObject({
      usd: '0.572000',
      usdPerVcoreHour: '0.143',
      asOf: '2026-11',
      confidence: 'single-source',
      conflicts: [{ value: '0.138' }],
    });
    expect(sparkCost(60, sheet).usd).toBe('0.002383');
  });
});
