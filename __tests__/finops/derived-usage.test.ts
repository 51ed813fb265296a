/** What a reviewer may change in production, and what each change does to the estimate, worked out by hand beside it. */
import { Decimal } from 'decimal.js';
import type { TableContract } from '../../contracts/contract';
import { prod } from '../../environments/prod';
import type { Environment } from '../../environments/settings/environment';
import { estimateEnvironment, type Estimate } from '../../finops/estimate';
import { explainChange, explainInWords } from '../../finops/explain';
import { loadPriceSheet } from '../../finops/load-price-sheet';
import { addStacks } from '../../stacks';
import type { JsonObject } from '../../shared/json';
import type { StackResource, SynthesizedStack } from '../../synthesized/stack';
import { shippedContracts } from '../support/shipped';
import { synthesize } from '../support/synth';

const sheet = loadPriceSheet('eastus');
const contracts = shippedContracts();
const synth = (environment: Environment, tables: readonly TableContract[] = contracts): readonly SynthesizedStack[] =>
  synthesize((app) => addStacks(app, [environment], tables)).stacks;
const shipped = synth(prod);

const estimate = (
  stacks: readonly SynthesizedStack[],
  { usage }: Environment = prod,
  tables: readonly TableContract[] = contracts,
): Estimate => estimateEnvironment(stacks, usage, sheet, { contracts: tables, band: 'base' });

const before = estimate(shipped);

/** Difference in dollars, all of it or of the lines whose description matches. */
function delta(after: Estimate, lines = /./): string {
  const sum = ({ items }: Estimate): Decimal =>
    Decimal.sum(0, ...items.filter(({ description }) => lines.test(description)).map(({ monthlyUsd }) => monthlyUsd));
  return sum(after).minus(sum(before)).toFixed(2);
}

/** The stacks with resources taken out or changed, as an edit of the constructs would leave them. */
const without = (drop: (resource: StackResource) => boolean): readonly SynthesizedStack[] =>
  shipped.map((stack) => ({ ...stack, resources: stack.resources.filter((resource) => !drop(resource)) }));

const changed = (type: string, change: (body: JsonObject) => JsonObject): readonly SynthesizedStack[] =>
  shipped.map((stack) => ({
    ...stack,
    resources: stack.resources.map((resource) =>
      resource.type === type ? { ...resource, body: { ...resource.body, ...change(resource.body) } } : resource,
    ),
  }));

const workload = prod.usage.workload;
if (workload === undefined) throw new Error('prod has a workload');
const only = (name: string, change: JsonObject) => (body: JsonObject) => (body['name'] === name ? change : {});

describe('an edit of production moves its estimate by what it costs:', () => {
  test.each<[string, () => Estimate, RegExp, string]>([
    [
      // Hourly runs of 10 min and one session start of 5: with 60 min of pause the pool never sleeps.
      // (730 h - 278.3456 h) x 3 x 8 x 0.138.
      'auto-pause 5 to 60 minutes',
      () =>
        estimate(changed('azurerm_synapse_spark_pool', only('synspbatch', { auto_pause: { delay_in_minutes: 60 } }))),
      /Spark/,
      '1495.88',
    ],
    [
      // 278.3456 h before. After, 30.4167 days of: 6 runs x 20 min, maintenance (06:30, 50 min) and backup (08:30, 45 min), which
      // overlap none of them = 215 min, and a drill of 1,325 min every 84 days, of which the runs and both jobs already cover a
      // part: 115.2873 h. (115.2873 - 278.3456) x 24 x 0.138.
      'runs every four hours instead of every hour, Spark',
      () => estimate(changed('azurerm_data_factory_trigger_schedule', only('medallion-schedule', { interval: 4 }))),
      /Spark/,
      '-540.05',
    ],
    [
      // 730 h, because 15 + 60 min of every hour are billed; after, 6 x 75 min, maintenance 105, backup 100 less overlap, a day.
      'runs every four hours, Data Factory',
      () => estimate(changed('azurerm_data_factory_trigger_schedule', only('medallion-schedule', { interval: 4 }))),
      /Data Factory/,
      '-427.15',
    ],
    [
      // 3 nodes on average before, 8 are the least after: 278.3456 h x 5 x 8 x 0.138.
      'at least eight nodes instead of three',
      () =>
        estimate(
          changed(
            'azurerm_synapse_spark_pool',
            only('synspbatch', { auto_scale: { min_node_count: 8, max_node_count: 10 } }),
          ),
        ),
      /Spark/,
      '1536.47',
    ],
    [
      // 24.46 GB less 5 GB free x 2.30 = 44.77, and 24.46 x 59 / 30.4167 x 0.10 = 4.75 of retention.
      'diagnostics removed',
      () => estimate(without(({ type }) => type === 'azurerm_monitor_diagnostic_setting')),
      /Log Analytics/,
      '-49.01',
    ],
    [
      // 10 for the account, and the cap of 2,000 GB x 0.15.
      'Defender removed',
      () => estimate(without(({ type }) => type === 'azurerm_security_center_storage_defender')),
      /./,
      '-310.00',
    ],
    [
      // (730 h - 260.7143 h) x 1.51; the minutes of its jobs were below the free 500.
      'the schedule of the SQL pool removed',
      () => estimate(without(({ type }) => /^azurerm_automation_(job_)?schedule$/.test(type))),
      /SQL pool/,
      '708.62',
    ],
    [
      // 5.27 million reads of both accounts, a line of 1 KB each: 5.27 GB x (2.30 + 59 / 30.4167 x 0.10).
      'StorageRead logged',
      () =>
        estimate(
          changed('azurerm_monitor_diagnostic_setting', ({ enabled_log }) =>
            JSON.stringify(enabled_log).includes('StorageWrite')
              ? { enabled_log: ['StorageWrite', 'StorageDelete', 'StorageRead'].map((category) => ({ category })) }
              : {},
          ),
        ),
      /Log Analytics/,
      '13.15',
    ],
    [
      // 14 days before (7 of VACUUM, 7 of soft delete), 372 after: nothing that was rewritten in four months is purged yet.
      'soft delete for 365 days',
      () =>
        estimate(
          changed('azurerm_storage_account', () => ({
            blob_properties: { delete_retention_policy: { days: 365 } },
          })),
        ),
      /hot|cool/,
      '144.78',
    ],
    [
      // 332.9478 GiB of landing x (0.0458 - 0.00299) = 14.25; 575.00 and 13.47 GiB of bronze and silver x (0.0458 - 0.0304) = 9.06;
      // less what moves, retrieval and early deletion cost: 0.11 + 0.10 + 0.01 + 1.62 + 0.09 + 0.87 + 0.12 = 2.92.
      'lifecycle rules removed',
      () => estimate(without(({ type }) => type === 'azurerm_storage_management_policy')),
      /hot|cool|archive/,
      '20.40',
    ],
    [
      // By tier and account: hot 5,613.4 x (0.0478 - 0.0458), cool 588.5 x (0.038066 - 0.0304), archive 332.9 x (0.0037375 - 0.00299),
      // backup in West US 3,801.1 x (0.048009 - 0.046).
      'GRS to RA-GRS, which an unknown price once turned into a saving',
      () => estimate(changed('azurerm_storage_account', () => ({ account_replication_type: 'RAGRS' }))),
      /hot|cool|archive/,
      '23.65',
    ],
  ])('%s', (_, after, lines, usd) => {
    const result = after();
    expect(delta(result, lines)).toBe(usd);
    expect(result.incomplete).toEqual([]);
  });

  test('archive after 3,650 days instead of 30 and 90', () => {
    const late = contracts.map((contract) =>
      contract.source === undefined
        ? contract
        : { ...contract, source: { ...contract.source, archiveAfterDays: 3650 } },
    );
    // 332.9478 GiB stay hot: x (0.0458 - 0.00299) = 14.25, less 4,296 moves x 0.26 / 10,000 = 0.11.
    expect(delta(estimate(synth(prod, late), prod, late), /landing/)).toBe('14.14');
  });

  test('ten tenants, each with its data and its runs', () => {
    const tenants = Array.from({ length: 10 }, (_, index) => ({
      id: `ten${String(index)}`,
      isolation: 'container' as const,
      readers: { name: `readers${String(index)}`, objectId: `00000000-0000-4000-8000-00000000030${String(index)}` },
      pipeline: {
        frequency: 'Day' as const,
        interval: 1,
        at: `0${String(index)}:05`,
        startTime: '2026-12-01T00:00:00Z',
        active: true,
      },
    }));
    const environment = { ...prod, tenants };
    const after = estimate(synth(environment), environment);
    // A tenant lands a tenth of what the lake does: ten of them hold as much as the lake's own five containers.
    const held = (own: RegExp): number =>
      after.items
        .filter(({ description, unit }) => own.test(description) && unit === 'GiB-month')
        .reduce((sum, { quantity }) => sum + Number(quantity), 0);
    expect(held(/^ten\d-(bronze|silver|gold|landing), (hot|cool|cold|archive)/)).toBeCloseTo(
      held(/^(bronze|silver|gold|landing), (hot|cool|cold|archive)/),
      0,
    );
    expect(Number(delta(after))).toBeGreaterThan(400);
    expect(after.incomplete).toEqual([]);
  });
});

describe('the paragraph of a reviewer', () => {
  test('names the cause and its arithmetic', () => {
    const after = estimate(
      changed('azurerm_synapse_spark_pool', only('synspbatch', { auto_pause: { delay_in_minutes: 60 } })),
    );
    expect(explainChange(before, after)[0]).toMatchObject({
      what: 'Spark pool synspbatch',
      deltaUsd: '1495.88',
      cause: 'quantity',
    });
    expect(explainInWords(before, after)).toContain('60 min until it pauses');
  });

  test('tells a price from a quantity', () => {
    const after = estimate(changed('azurerm_storage_account', () => ({ account_replication_type: 'RAGRS' })));
    expect(new Set(explainChange(before, after).map(({ cause }) => cause))).toEqual(new Set(['price']));
  });

  test('says first that something is not known', () => {
    const after = estimate(
      shipped.map((stack, index) =>
        index > 0
          ? stack
          : {
              ...stack,
              resources: [
                ...stack.resources,
                {
                  type: 'azurerm_databricks_workspace',
                  id: 'x',
                  address: 'azurerm_databricks_workspace.x',
                  path: 'x',
                  body: {},
                },
              ],
            },
      ),
    );
    expect(explainInWords(before, after)).toMatch(/^\*\*Incomplete: 1 thing is not known/);
  });
});

describe('impossible usage', () => {
  const nodes = (averageNodes: number): Environment => ({
    ...prod,
    usage: { workload: { ...workload, nodes: { ...workload.nodes, synspbatch: averageNodes } } },
  });

  test('forty average nodes of ten are refused', () => {
    expect(() => estimate(shipped, nodes(40))).toThrow('workload.nodes.synspbatch is 40, allowed is up to 10');
  });

  test.each([
    ['a negative figure', { low: -1, base: 1, high: 2 }],
    ['a range that falls', { low: 3, base: 2, high: 4 }],
  ])('%s is refused', (_, figure) => {
    const usage = { workload: { ...workload, landedGbPerDay: { events: figure } } };
    expect(() => estimate(shipped, { ...prod, usage })).toThrow('workload.landedGbPerDay.events');
  });
});

test('every quantity says where it comes from and how', () => {
  for (const { name, origin, how } of before.figures) {
    expect([name, ['derived', 'stated'].includes(origin), how.length > 0]).toEqual([name, true, true]);
  }
});
