import * as fc from 'fast-check';
import type { TableName } from '../../../contracts/contract';
import { tableGraph } from '../../../contracts/graph';
import type { Activity } from '../../../constructs/orchestration/activity';
import { checkActivities } from '../../../constructs/orchestration/activity';
import { medallionActivities, type SessionPlan } from '../../../constructs/orchestration/medallion-activities';
import { sessionsOf } from '../../../constructs/orchestration/sessions';
import { SESSION_FORMS } from '../../../environments/settings/sessions';
import { App, TerraformStack } from 'cdktf';
import { chain, contract } from '../../support/contracts';
import { wiring } from '../../support/medallion-wiring';
import { playPipeline } from '../../support/pipeline-run';

const lake = [
  ...chain,
  contract('bronze.users'),
  contract('silver.users', { inputs: ['bronze.users'] }),
  contract('gold.users', { inputs: ['silver.users', 'silver.events_clean'] }),
];
const graph = tableGraph(lake);
const of = (plan: SessionPlan): readonly Activity[] => medallionActivities(graph, wiring, plan);
const jobs = (activities: readonly Activity[]): readonly Activity[] =>
  activities.filter(({ type }) => type === 'SparkJob');
const alone = (...names: readonly TableName[]): ReadonlySet<TableName> => new Set(names);

/** The tables that a job works through: those it names, those of its layer, or all. */
function tablesOf({ typeProperties }: Activity): readonly TableName[] {
  const args = typeProperties['args'] as readonly unknown[];
  const after = (flag: string): string | undefined => {
    const place = args.indexOf(flag);
    return place < 0 ? undefined : String(args[place + 1]);
  };
  const named = after('--tables')?.split(',');
  const layer = after('--layers');
  return graph.order.filter(
    (table) => (named === undefined || named.includes(table)) && (layer === undefined || table.startsWith(`${layer}.`)),
  );
}

const PLANS: readonly SessionPlan[] = [
  ...SESSION_FORMS.map((form): SessionPlan => ({ form })),
  { form: 'run', alone: alone('bronze.users') },
  { form: 'run', alone: alone('silver.users', 'silver.events_clean') },
  { form: 'layer', alone: alone('silver.users') },
  { form: 'layer', alone: alone('gold.users'), size: { node: 'Medium', executors: 4 } },
];
const told = ({ form, alone: apart = new Set() }: SessionPlan): string => [form, ...apart].join(' + ');

test('a run is one Spark job, a layer one, or a table one', () => {
  expect(SESSION_FORMS.map((form) => jobs(of({ form })).map(({ name }) => name))).toEqual([
    ['RefreshLake'],
    ['bronze_every-table', 'silver_every-table', 'gold_every-table'],
    ['bronze_events', 'bronze_users', 'silver_events_clean', 'silver_users', 'gold_event_counts', 'gold_users'],
  ]);
});

test('a run of all tables names none, so that those of a new release come along; `only` narrows it', () => {
  const [job] = jobs(of({ form: 'run', size: { node: 'Medium', executors: 2 } }));
  const release =
    "@concat('abfss://releases@stlake.dfs.core.windows.net/', activity('ResolveRelease').output.firstRow.release";
  const computed = (value: string) => ({ type: 'Expression', value });
  expect(job?.typeProperties).toMatchObject({
    file: computed(`${release}, '/jobs/medallion_run.py')`),
    args: [
      ...['--release', computed(`${release})`)],
      ...['--binding', 'abfss://releases@stlake.dfs.core.windows.net/binding.json'],
      ...['--only', computed('@pipeline().parameters.only')],
      ...['--caller', computed('@pipeline().RunId')],
      ...['--triggered', computed('@pipeline().TriggerTime')],
    ],
    driverSize: 'Medium',
    executorSize: 'Medium',
    numExecutors: 2,
  });
});

test('a table that runs alone has a job of its own, between those before it and those after it', () => {
  const activities = of({ form: 'run', alone: alone('silver.users') });
  expect(
    jobs(activities).map((job) => [job.name, tablesOf(job), job.dependsOn.map(({ activity }) => activity)]),
  ).toEqual([
    ['RefreshLake', ['bronze.events', 'bronze.users', 'silver.events_clean', 'gold.event_counts'], ['ResolveRelease']],
    ['silver_users', ['silver.users'], ['RefreshLake']],
    ['RefreshLake-2', ['gold.users'], ['RefreshLake', 'silver_users']],
  ]);
});

describe.each(PLANS.map((plan) => [told(plan), plan] as const))('a run by %s', (_, plan) => {
  const activities = of(plan);

  test('is one that Data Factory takes, and takes every table once', () => {
    const stack = new TerraformStack(new App(), 'stack');
    expect(() => checkActivities(stack, activities)).not.toThrow();
    expect([...jobs(activities).flatMap(tablesOf)].sort()).toEqual([...graph.order].sort());
  });

  test('works in the order of the graph', () => {
    const { status, order } = playPipeline(activities, () => 'Succeeded');
    expect(status).toBe('Succeeded');
    const worked = order.flatMap((name) => jobs(activities).filter((job) => job.name === name)).flatMap(tablesOf);
    for (const { from, to } of graph.edges) expect(worked.indexOf(from)).toBeLessThan(worked.indexOf(to));
  });

  test('reads the figures when all is well, and names no failure', () => {
    const { ends } = playPipeline(activities, () => 'Succeeded');
    expect(ends.get('ReadFigures')).toBe('Succeeded');
    for (const [name, end] of ends) if (/Failure/.test(name)) expect([name, end]).toEqual([name, 'Skipped']);
  });

  test.each(graph.order)('fails with %s, by its name, and nothing after it starts', (table) => {
    const { status, ends } = playPipeline(activities, (activity) =>
      activity.type === 'Fail' || (activity.type === 'SparkJob' && tablesOf(activity).includes(table))
        ? 'Failed'
        : 'Succeeded',
    );
    expect(status).toBe('Failed');
    expect(ends.get('ReadFigures')).toBe('Skipped');
    const own = jobs(activities).find((job) => tablesOf(job).includes(table));
    const named = activities.filter(({ type, name }) => type === 'Fail' && ends.get(name) === 'Failed');
    if (own?.name === table.replace('.', '_')) expect(named).toEqual([]);
    else {
      expect(named).toHaveLength(1);
      expect(JSON.stringify(named[0]?.typeProperties['message'])).toContain('outcome?.failed');
    }
    const later = jobs(activities).filter((job) => tablesOf(job).some((one) => graph.downstream(table).includes(one)));
    for (const job of later) if (job !== own) expect(ends.get(job.name)).toBe('Skipped');
  });

  test('fails although the look at the figures fails, too', () => {
    const first = jobs(activities)[0];
    const { status } = playPipeline(activities, ({ name, type }) =>
      name === first?.name || name.startsWith('ReadFailure') || type === 'Fail' ? 'Failed' : 'Succeeded',
    );
    expect(status).toBe('Failed');
  });

  test('resolves the release once: a promotion in the middle reaches no job', () => {
    expect(activities.filter(({ name }) => name === 'ResolveRelease')).toHaveLength(1);
    for (const { typeProperties } of jobs(activities)) {
      expect(JSON.stringify(typeProperties)).toContain("activity('ResolveRelease').output.firstRow.release");
    }
  });

  test('steers with activities that have no policy, which the provider would drop', () => {
    for (const { type, policy } of activities) expect(policy === undefined).toBe(type === 'Fail');
  });
});

test('sessions never wait in a circle, and keep every edge, whatever runs alone', () => {
  const names = Array.from(
    { length: 9 },
    (_, index) => `${['bronze', 'silver', 'gold'][Math.floor(index / 3)]}.t${index}`,
  ) as TableName[];
  fc.assert(
    fc.property(
      fc.constantFrom(...SESSION_FORMS),
      fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 16 }),
      fc.subarray(names),
      (form, pairs, apart) => {
        const tables = names.map((name, place) =>
          contract(name, {
            inputs: [
              ...new Set(pairs.filter(([from, to]) => to === place && from < to).map(([from]) => names[from] ?? name)),
            ],
          }),
        );
        const drawn = tableGraph(tables);
        const sessions = sessionsOf(drawn, form, new Set(apart));
        expect(sessions.flatMap((session) => session.tables).sort()).toEqual([...names].sort());
        const ended = new Set<string>();
        for (let waiting = [...sessions]; waiting.length > 0;) {
          const ready = waiting.filter(({ after }) => after.every((name) => ended.has(name)));
          expect(ready).not.toEqual([]);
          for (const { name } of ready) ended.add(name);
          waiting = waiting.filter(({ name }) => !ended.has(name));
        }
        const holder = (table: TableName) => sessions.find((session) => session.tables.includes(table));
        for (const { from, to } of drawn.edges) {
          const [before, after] = [holder(from), holder(to)];
          expect(before === after || after?.after.includes(before?.name ?? '')).toBe(true);
        }
        for (const table of apart) expect(holder(table)?.tables).toEqual([table]);
      },
    ),
    { numRuns: 100 },
  );
});
