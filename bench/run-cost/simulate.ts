/** A month of runs of one pipeline on one Spark pool: what it costs, and how old the rows are when gold shows them. */
import { sessionsOf } from '../../constructs/orchestration/sessions';
import type { TableGraph } from '../../contracts/graph';
import type { TableName } from '../../contracts/contract';
import type { SessionForm } from '../../environments/settings/sessions';
import { schedule, type Span } from './schedule';

export interface Pool {
  readonly vcoresPerNode: number;
  readonly minNodes: number;
  readonly maxNodes: number;
  readonly pauseMinutes: number;
  /** From the request for a session until it works. */
  readonly startMinutes: number;
}

export interface Work {
  readonly graph: TableGraph;
  /** Of one table in one run, its session started. */
  readonly tableMinutes: number;
  /** Tables that a session works on side by side. */
  readonly parallel: number;
  /** Driver and executors of a session. */
  readonly vcores: number;
}

export interface Run {
  readonly minutes: number;
  /** Minutes in which sessions start, all of them together. */
  readonly starting: number;
  readonly sessions: readonly Span[];
}

/** @throws Error for a session that is larger than the pool */
export function runOf(form: SessionForm, { graph, tableMinutes, parallel, vcores }: Work, pool: Pool): Run {
  const places = Math.floor((pool.vcoresPerNode * pool.maxNodes) / vcores);
  if (places < 1) throw new Error(`a session of ${String(vcores)} vCores does not fit into the pool`);
  const items = sessionsOf(graph, form).map(({ name, tables, after }) => ({
    name,
    after,
    minutes: pool.startMinutes + lengthOf(graph, tables, tableMinutes, parallel),
  }));
  const sessions = [...schedule(items, places).values()];
  return {
    minutes: Math.max(...sessions.map(({ until }) => until)),
    starting: sessions.length * pool.startMinutes,
    sessions,
  };
}

/** How long one session works on its tables. */
export function lengthOf(graph: TableGraph, tables: readonly TableName[], minutes: number, parallel: number): number {
  const own = new Set<string>(tables);
  const feeding = new Map<string, string[]>();
  for (const { from, to } of graph.edges) if (own.has(from)) feeding.set(to, [...(feeding.get(to) ?? []), from]);
  const items = tables.map((name) => ({ name, minutes, after: feeding.get(name) ?? [] }));
  return Math.max(...[...schedule(items, parallel).values()].map(({ until }) => until));
}

export interface Month {
  readonly nodeHours: number;
  readonly runs: number;
  /** Minutes from the arrival of a row, at any time alike, until the run that takes it has ended. */
  readonly meanAge: number;
  readonly worstAge: number;
}

const MONTH_MINUTES = 30 * 24 * 60;

/** A run that is due while another works starts when that has ended, as the pipeline's concurrency of one has it. */
export function monthOf(run: Run, vcores: number, everyMinutes: number, pool: Pool): Month {
  const used = new Float64Array(MONTH_MINUTES);
  let [runs, ages, worst, last, end] = [0, 0, 0, -everyMinutes, 0];
  for (let due = 0; due < MONTH_MINUTES; due += everyMinutes) {
    const start = Math.max(due, end);
    if (start >= MONTH_MINUTES) break;
    // A start that was due before the last run began has nothing left to take.
    if (start > due && due < last) continue;
    for (const { from, until } of run.sessions) {
      const to = Math.min(Math.ceil(start + until), MONTH_MINUTES);
      for (let minute = Math.floor(start + from); minute < to; minute += 1) used[minute] = (used[minute] ?? 0) + vcores;
    }
    end = start + run.minutes;
    const gap = start - last;
    ages += gap * (run.minutes + gap / 2);
    worst = Math.max(worst, run.minutes + gap);
    [runs, last] = [runs + 1, start];
  }
  return {
    nodeHours: nodeHoursOf(used, pool),
    runs,
    meanAge: ages / (last + everyMinutes),
    worstAge: worst,
  };
}

function nodeHoursOf(used: Float64Array, pool: Pool): number {
  let [nodeMinutes, idle] = [0, Number.POSITIVE_INFINITY];
  for (const vcores of used) {
    idle = vcores > 0 ? 0 : idle + 1;
    if (idle > pool.pauseMinutes) continue;
    nodeMinutes += Math.max(pool.minNodes, Math.ceil(vcores / pool.vcoresPerNode));
  }
  return nodeMinutes / 60;
}

/** The rarest schedule, in steps of five minutes up to a day, whose rows are at most as old on average; undefined if none is. */
export function rarestWithin(meanAge: number, run: Run): number | undefined {
  const longest = Math.min(Math.floor((2 * (meanAge - run.minutes)) / 5) * 5, 24 * 60);
  return longest >= Math.max(5, run.minutes) ? longest : undefined;
}
