/**
 * `npm run bench:run-cost`: a month of runs, one Spark application a table (as before) beside one a layer and one a run.
 *
 * The stated figures are those of the estimate: minutes of a run and of a session's start, from the workload of each environment.
 */
import { join } from 'node:path';
import Table from 'cli-table3';
import { nodeVcores } from '../../azure/node-sizes';
import type { TableName } from '../../contracts/contract';
import { tableGraph, type TableGraph } from '../../contracts/graph';
import { loadContracts } from '../../contracts/load';
import { environments } from '../../environments';
import { SESSION_FORMS, type SessionForm } from '../../environments/settings/sessions';
import { poolUsdPerHour } from '../../finops/pool-price';
import { lengthOf, monthOf, rarestWithin, runOf, type Pool, type Work } from './simulate';

/** The engine works on at most four tables side by side: pipelines/src/medallion/running/runner.py. */
const PARALLEL = 4;
const EVERY_MINUTES = 60;
const SMALL_SESSION = 3 * (nodeVcores('Small') ?? 0);
const DRAWN = [10, 100, 900];

interface Lake {
  readonly name: string;
  readonly graph: TableGraph;
  readonly minutes: number;
  readonly pool: Pool;
  readonly usdPerNodeHour: number;
}

/** As the shipped lake divides them: of nine tables five in bronze, three in silver that read two, one in gold. */
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
const base = (figure: number | { readonly base: number } | undefined): number =>
  typeof figure === 'object' ? figure.base : (figure ?? 0);

const shipped = environments.flatMap((environment): readonly Lake[] => {
  const settings = environment.sparkPools.find(({ name }) => name === environment.pipelinePool);
  const { workload } = environment.usage;
  if (settings === undefined || workload === undefined) return [];
  return [
    {
      name: environment.name,
      graph: contracts,
      minutes: base(workload.runMinutes['medallion']) / lengthOf(contracts, contracts.order, 1, PARALLEL),
      pool: {
        vcoresPerNode: nodeVcores(settings.nodeSize) ?? 0,
        minNodes: settings.minNodes,
        maxNodes: settings.maxNodes,
        pauseMinutes: settings.autoPauseMinutes,
        startMinutes: base(workload.sessionStartMinutes),
      },
      usdPerNodeHour: poolUsdPerHour(settings.nodeSize, 1, environment.location) ?? 0,
    },
  ];
});
const prod = shipped.find(({ name }) => name === 'prod');
const lakes = [
  ...shipped,
  ...DRAWN.map((count) => ({ ...prod, name: `${String(count)} tables`, graph: drawn(count) }) as Lake),
];

const table = new Table({
  head: ['lake', 'form', 'sessions', 'run', 'mean age', 'worst', 'starting h', 'node h', 'USD', 'every', 'USD then'],
  style: { head: [], border: [] },
});
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
    table.push([
      lake.name,
      form,
      run.sessions.length,
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
  `${table.toString()}\n"every": the rarest schedule whose rows are on average no older than by one session a table each hour.\n` +
    'Minutes of runs and of session starts are stated in the workload of each environment; nothing here was measured on Azure.\n' +
    'Drawn lakes have the pool and the minutes a table of prod.\n',
);
