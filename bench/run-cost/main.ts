/**
 * `npm run bench:run-cost`: a month of runs, one Spark application per table (as before) beside one per layer and one per run.
 *
 * The stated figures are those of the estimate: minutes of a run and of a session's start, from the workload of each environment.
 */
import { join } from 'node:path';
import { nodeVcores } from '../../azure/node-sizes';
import { type PrintedColumn, renderTable } from '../../cli/output';
import type { TableName } from '../../contracts/contract';
import { tableGraph, type TableGraph } from '../../contracts/graph';
import { loadContracts } from '../../contracts/load';
import { environments } from '../../environments';
import { SESSION_FORMS, type SessionForm } from '../../environments/settings/sessions';
import { poolUsdPerHour } from '../../finops/pool-price';
import { valueOf } from '../../finops/usage/figure';
import { lengthOf, monthOf, rarestWithin, runOf, type Pool, type Work } from './simulate';

/** @throws Error for what the figures below need and do not have: a zero in its place would be a price of nothing. */
function known<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`${what} is not known`);
  return value;
}

/** The engine works on at most four tables side by side: pipelines/src/medallion/running/runner.py. */
const PARALLEL = 4;
const EVERY_MINUTES = 60;
const SMALL_SESSION = 3 * known(nodeVcores('Small'), 'the size of a small node');
const DRAWN = [10, 100, 900];

interface Lake {
  readonly name: string;
  readonly graph: TableGraph;
  readonly minutes: number;
  readonly pool: Pool;
  readonly usdPerNodeHour: number;
}

/** Four ninths of the tables in bronze, three in silver, the rest in gold; each reads two of the layer below. */
function drawn(count: number): TableGraph {
  const bronze = Math.max(1, Math.round((count * 4) / 9));
  const silver = Math.max(1, Math.round((count * 3) / 9));
  const named = (layer: string, size: number) =>
    Array.from({ length: size }, (_, place) => `${layer}.t${String(place).padStart(4, '0')}` as TableName);
  const layers = [named('bronze', bronze), named('silver', silver), named('gold', count - bronze - silver)];
  const reads = (layer: number, place: number): TableName[] => {
    const below = layers[layer - 1] ?? [];
    return [...new Set([below[place % below.length], below[(place * 7 + 1) % below.length]])].filter(
      (name): name is TableName => name !== undefined,
    );
  };
  return tableGraph(
    layers.flatMap((names, layer) =>
      names.map((name, place) => ({ name, inputs: layer === 0 ? [] : reads(layer, place), foreignKeys: [] })),
    ),
  );
}

const contracts = tableGraph(loadContracts(join(__dirname, '..', '..', '..', 'contracts', 'tables')));
const shipped = environments.map((environment): Lake => {
  const { name, location, pipelinePool, sparkPools, usage } = environment;
  const settings = known(
    sparkPools.find((pool) => pool.name === pipelinePool),
    `the pool ${pipelinePool}`,
  );
  const { runMinutes, sessionStartMinutes } = known(usage.workload, `the workload of ${name}`);
  const { nodeSize, minNodes, maxNodes, autoPauseMinutes: pauseMinutes } = settings;
  return {
    name,
    graph: contracts,
    minutes:
      valueOf(known(runMinutes['medallion'], `the run of ${name}`), 'base') /
      lengthOf(contracts, contracts.order, 1, PARALLEL),
    pool: {
      ...{ minNodes, maxNodes, pauseMinutes },
      vcoresPerNode: known(nodeVcores(nodeSize), `the size of a node ${nodeSize}`),
      startMinutes: valueOf(known(sessionStartMinutes, `the start of a session in ${name}`), 'base'),
    },
    usdPerNodeHour: known(poolUsdPerHour(nodeSize, 1, location), `the price of Spark in ${location}`),
  };
});
const prod = known(
  shipped.find(({ name }) => name === 'prod'),
  'prod',
);
const lakes = [
  ...shipped,
  ...DRAWN.map((count): Lake => ({ ...prod, name: `${String(count)} tables`, graph: drawn(count) })),
];

type Row = readonly string[];
const TITLES = 'lake,form,sessions,run,mean age,worst,starting h,node h,USD,every,USD then'.split(',');
const columns = TITLES.map((title, place): PrintedColumn<Row> => ({
  title,
  align: place < 2 ? 'left' : 'right',
  value: (row) => row[place] ?? '',
}));
const rows: Row[] = [];
for (const lake of lakes) {
  const workOf = (form: SessionForm): Work => ({
    graph: lake.graph,
    tableMinutes: lake.minutes,
    parallel: PARALLEL,
    // Of one table a session of small executors, as the release defines it; of more, one of three nodes.
    vcores: form === 'table' ? SMALL_SESSION : 3 * lake.pool.vcoresPerNode,
  });
  const before = runOf('table', workOf('table'), lake.pool);
  const goal = monthOf(before, workOf('table').vcores, EVERY_MINUTES, lake.pool).meanAge;
  for (const form of [...SESSION_FORMS].reverse()) {
    const work = workOf(form);
    const run = runOf(form, work, lake.pool);
    const hourly = monthOf(run, work.vcores, EVERY_MINUTES, lake.pool);
    const rarest = rarestWithin(goal, run);
    const usd = (hours: number): string => (hours * lake.usdPerNodeHour).toFixed(0);
    rows.push([
      lake.name,
      form,
      String(run.sessions.length),
      `${run.minutes.toFixed(0)} min`,
      `${hourly.meanAge.toFixed(0)} min`,
      `${hourly.worstAge.toFixed(0)} min`,
      ((run.starting * hourly.runs) / 60).toFixed(0),
      hourly.nodeHours.toFixed(0),
      usd(hourly.nodeHours),
      rarest === undefined ? 'never' : `${String(rarest)} min`,
      rarest === undefined ? '-' : usd(monthOf(run, work.vcores, rarest, lake.pool).nodeHours),
    ]);
  }
}
process.stdout.write(
  `${renderTable(columns, rows)}"every": the rarest schedule whose rows are on average no older than with one session per table each hour.\n` +
    'Minutes of runs and of session starts are stated in the workload of each environment; nothing here was measured on Azure.\n' +
    'Drawn lakes have the pool of prod, and its minutes per table.\n',
);
