/** Hours of pools and of the factory, from what starts them. */
import { UserError } from '../../shared/errors';
import type { StackResource } from '../../synthesized/stack';
import type { SparkUsage } from '../../environments/usage';
import type { Workload } from '../../environments/workload-profile';
import { literalNumber, literalText } from '../literals';
import { originOf, valueOf, type Band } from './figure';
import type { Pipeline, Starts } from './pipelines';
import type { FactoryUsage, UsageFigure } from './resolved';
import { covered, monthly, YEAR_MINUTES, type Span } from './timeline';

export interface Orchestration {
  readonly pipelines: readonly Pipeline[];
  readonly starts: readonly Starts[];
}

export interface Situation {
  readonly environment: string;
  readonly resources: readonly StackResource[];
  readonly workload: Workload;
  readonly band: Band;
  readonly hoursPerMonth: number;
}

/** Synapse's own: a pool that declares none stays up for this long. */
const DEFAULT_AUTO_PAUSE = 15;
/** Working days of 52 weeks; sessions begin at nine. */
const WORKING_DAYS = Array.from({ length: 52 }, (_, week) => [0, 1, 2, 3, 4].map((day) => week * 7 + day)).flat();
const SESSION_START = 9 * 60;

export function runMinutes(pipeline: Pipeline, { workload, band }: Situation): number {
  const called = pipeline.calls.find((name) => workload.runMinutes[name] !== undefined);
  const figure = workload.runMinutes[pipeline.name] ?? (called === undefined ? undefined : workload.runMinutes[called]);
  const starts = pipeline.sparkDepth * valueOf(workload.sessionStartMinutes ?? 0, band);
  return valueOf(figure ?? workload.runMinutes.default, band) + starts;
}

/** Minutes of the year at which a pipeline starts; by event they are spread evenly. */
export function startMinutes(pipeline: Pipeline, { starts }: Orchestration, eventsPerDay: number): readonly number[] {
  const own = starts.filter((start) => start.pipeline === pipeline.name);
  const events = own.some(({ byEvent }) => byEvent) ? Math.round(eventsPerDay * 364) : 0;
  const step = YEAR_MINUTES / Math.max(events, 1);
  return [...own.flatMap(({ at }) => at), ...Array.from({ length: events }, (_, index) => Math.floor(index * step))];
}

/**
 * Hours a month in which a pool is up: every run and every session of notebooks, each with the auto-pause after it, counted
 * once where they overlap. A pool whose pause is longer than the gap between runs never sleeps.
 *
 * @throws UserError for more nodes on average than the pool has
 */
export function poolUsage(
  pool: StackResource,
  orchestration: Orchestration,
  eventsPerDay: number,
  situation: Situation,
): { readonly usage: SparkUsage; readonly figures: readonly UsageFigure[] } | undefined {
  const { workload, band, hoursPerMonth, environment } = situation;
  const name = literalText(pool.body, 'name');
  if (name === undefined) return undefined;
  const pause = literalNumber(pool.body, 'auto_pause', 'delay_in_minutes');
  const tail = pause ?? (pool.body['auto_pause'] === undefined ? Number.POSITIVE_INFINITY : DEFAULT_AUTO_PAUSE);
  const runs = orchestration.pipelines
    .filter(({ pools }) => pools.includes(name))
    .map((pipeline) => ({
      pipeline,
      minutes: runMinutes(pipeline, situation),
      at: startMinutes(pipeline, orchestration, eventsPerDay),
    }))
    .filter(({ at }) => at.length > 0);
  const session = valueOf(workload.notebookHours?.[name] ?? 0, band) * 60;
  const spans: readonly Span[] = [
    ...runs.flatMap(({ at, minutes }) => at.map((from): Span => [from, from + minutes + tail])),
    ...(session > 0
      ? WORKING_DAYS.map((day): Span => {
          const from = day * 1440 + SESSION_START;
          return [from, from + session + tail];
        })
      : []),
  ];
  const hours = monthly(covered(spans), hoursPerMonth);
  const nodes = averageNodes(pool, name, situation);
  const told = [
    ...runs.map(
      ({ pipeline, minutes, at }) =>
        `${pipeline.name} ${round((at.length / 364) * 7)} times a week x ${round(minutes)} min`,
    ),
    ...(session > 0 ? [`notebooks ${round(session / 60)} h of a working day`] : []),
  ];
  const how =
    told.length === 0
      ? 'nothing starts it'
      : `${told.join(', ')}; each and ${tail === Number.POSITIVE_INFINITY ? 'no pause at all' : `${String(tail)} min until it pauses`}; overlaps once`;
  const figure = workload.nodes[name];
  return {
    usage: { hours, averageNodes: nodes },
    figures: [
      { name: `spark.${name}.hours`, value: hours, unit: 'h', origin: 'derived', how },
      {
        name: `spark.${name}.averageNodes`,
        value: nodes,
        unit: 'nodes',
        origin: figure !== undefined && valueOf(figure, band) === nodes ? originOf(figure) : 'derived',
        how:
          figure !== undefined && valueOf(figure, band) === nodes
            ? `workload of ${environment}`
            : 'the smallest number of the pool',
      },
    ],
  };
}

function averageNodes(pool: StackResource, name: string, { workload, band, environment }: Situation): number {
  const fixed = literalNumber(pool.body, 'node_count');
  const least = literalNumber(pool.body, 'auto_scale', 'min_node_count') ?? fixed ?? 3;
  const most = literalNumber(pool.body, 'auto_scale', 'max_node_count') ?? fixed ?? least;
  const stated = valueOf(workload.nodes[name] ?? least, band);
  if (stated > most) {
    throw new UserError(
      'usage-beyond-pool',
      `Usage of ${environment}: workload.nodes.${name} is ${String(stated)}, allowed is up to ${String(most)}, the most nodes of the pool.`,
      `Correct the usage profile in environments/${environment}.ts, or give the pool more nodes.`,
    );
  }
  return Math.max(stated, least);
}

/** Runs, and hours that the factory is billed while it waits: side by side once, with the minutes after each in a managed network. */
export function factoryUsage(
  orchestration: Orchestration,
  eventsPerDay: number,
  isManaged: boolean,
  situation: Situation,
): { readonly usage: FactoryUsage; readonly figures: readonly UsageFigure[] } {
  const { workload, band, hoursPerMonth } = situation;
  const tail = isManaged ? valueOf(workload.managedNetworkMinutes ?? { low: 0, base: 60, high: 60 }, band) : 0;
  const runs = orchestration.pipelines.map((pipeline) => {
    const at = startMinutes(pipeline, orchestration, eventsPerDay);
    return { pipeline, at, minutes: runMinutes(pipeline, situation) };
  });
  const spans = (after: number): readonly Span[] =>
    runs.flatMap(({ at, minutes }) => at.map((from): Span => [from, from + minutes + after]));
  const perMonth = (count: number): number => (count / 364) * (hoursPerMonth / 24);
  const apart = perMonth(
    runs.reduce(
      (sum, { pipeline, at, minutes }) =>
        sum + (at.length * pipeline.sparkActivities * minutes) / Math.max(pipeline.depth, 1) / 60,
      0,
    ),
  );
  const externalActivityHours = isManaged ? monthly(covered(spans(tail)), hoursPerMonth) : apart;
  const hoursWithoutTail = isManaged ? monthly(covered(spans(0)), hoursPerMonth) : apart;
  const activityRuns = perMonth(runs.reduce((sum, { pipeline, at }) => sum + at.length * pipeline.activities, 0));
  const triggerRuns = perMonth(runs.reduce((sum, { at }) => sum + at.length, 0));
  const called = new Set(orchestration.pipelines.flatMap(({ calls }) => calls));
  const inactive = runs.filter(({ pipeline, at }) => at.length === 0 && !called.has(pipeline.name));
  return {
    usage: {
      activityRuns,
      triggerRuns,
      externalActivityHours,
      hoursWithoutTail,
      inactive: inactive.map(({ pipeline }) => pipeline.name),
    },
    figures: [
      {
        name: 'pipelines.activityRuns',
        value: activityRuns,
        unit: 'runs',
        origin: 'derived',
        how: runs
          .filter(({ at }) => at.length > 0)
          .map(({ pipeline, at }) => `${pipeline.name} ${round(perMonth(at.length))} x ${String(pipeline.activities)}`)
          .join(', '),
      },
      {
        name: 'pipelines.externalActivityHours',
        value: externalActivityHours,
        unit: 'h',
        origin: 'derived',
        how: isManaged
          ? `activities side by side once: ${round(hoursWithoutTail)} h, and ${String(tail)} min after each in the managed network`
          : 'every Spark activity for its share of the run',
      },
    ],
  };
}

export function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
