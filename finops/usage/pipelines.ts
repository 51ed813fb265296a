/** What the pipelines of a factory do, read from the activities they were synthesized with. */
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../shared/json';
import type { StackResource } from '../../synthesized/stack';
import { parseReference } from '../../synthesized/references';
import { literalText } from '../literals';
import { firings } from './timeline';

export interface Pipeline {
  readonly name: string;
  readonly address: string;
  /** Activities of one run, those of called pipelines included. */
  readonly activities: number;
  /** Spark activities of one run. */
  readonly sparkActivities: number;
  /** Longest chain of activities that wait for each other. */
  readonly depth: number;
  /** Longest chain of Spark activities: sessions of which each starts when another has ended. */
  readonly sparkDepth: number;
  /** Spark pools that its jobs run on. */
  readonly pools: readonly string[];
  /** Names of pipelines it calls. */
  readonly calls: readonly string[];
}

/** A start of a pipeline: by the minute of the year, or so many a day where nothing says when. */
export interface Starts {
  readonly pipeline: string;
  readonly at: readonly number[];
  /** Event triggers: one for each delivery. */
  readonly byEvent: boolean;
}

const CONTAINED = ['activities', 'ifTrueActivities', 'ifFalseActivities', 'defaultActivities'] as const;

/** The pipelines of an environment; undefined activities where only Terraform knows them are counted as none and reported. */
export function pipelinesOf(resources: readonly StackResource[]): {
  readonly pipelines: readonly Pipeline[];
  readonly unreadable: readonly string[];
} {
  const unreadable: string[] = [];
  const own = resources
    .filter(({ type }) => type === 'azurerm_data_factory_pipeline')
    .map((resource) => {
      const list = parseActivities(literalText(resource.body, 'activities_json'));
      if (list === undefined) unreadable.push(resource.address);
      return readPipeline(resource, list ?? []);
    });
  return { pipelines: own.map((pipeline) => withCalled(pipeline, own)), unreadable };
}

function parseActivities(text: string | undefined): readonly JsonObject[] | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return isJsonArray(value) ? flat(value.filter(isJsonObject)) : undefined;
  } catch {
    return undefined;
  }
}

function flat(activities: readonly JsonObject[]): readonly JsonObject[] {
  return activities.flatMap((activity) => {
    const properties = isJsonObject(activity['typeProperties']) ? activity['typeProperties'] : {};
    const inner = CONTAINED.flatMap((name) => {
      const list = properties[name];
      return isJsonArray(list) ? list.filter(isJsonObject) : [];
    });
    return [activity, ...flat(inner)];
  });
}

function readPipeline({ body, address }: StackResource, activities: readonly JsonObject[]): Pipeline {
  const spark = activities.filter(isSpark);
  return {
    name: literalText(body, 'name') ?? address,
    address,
    activities: activities.length,
    sparkActivities: spark.length,
    depth: depthOf(activities),
    sparkDepth: depthOf(activities, isSpark),
    pools: [...new Set(spark.flatMap((activity) => referenceName(activity, 'targetBigDataPool', 'sparkPool')))],
    calls: activities
      .filter(({ type }) => type === 'ExecutePipeline')
      .flatMap((activity) => referenceName(activity, 'pipeline')),
  };
}

function isSpark({ type }: JsonObject): boolean {
  return type === 'SparkJob' || type === 'SynapseNotebook';
}

/** A name that a reference gives; an expression that only a run resolves gives none. */
function referenceName(activity: JsonObject, ...fields: readonly string[]): readonly string[] {
  const properties = isJsonObject(activity['typeProperties']) ? activity['typeProperties'] : {};
  return fields.flatMap((field) => {
    const reference = properties[field];
    const name = isJsonObject(reference) ? reference['referenceName'] : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}

function depthOf(activities: readonly JsonObject[], counts: (activity: JsonObject) => boolean = () => true): number {
  const counted = new Set(activities.filter(counts).map((activity) => String(activity['name'])));
  const waits = new Map(activities.map((activity) => [String(activity['name']), dependenciesOf(activity)]));
  const known = new Map<string, number>();
  const depth = (name: string, path: readonly string[]): number => {
    if (path.includes(name)) return 0;
    const done = known.get(name);
    if (done !== undefined) return done;
    const before = (waits.get(name) ?? []).map((other) => depth(other, [...path, name]));
    const result = (counted.has(name) ? 1 : 0) + Math.max(0, ...before);
    known.set(name, result);
    return result;
  };
  return Math.max(0, ...[...waits.keys()].map((name) => depth(name, [])));
}

function dependenciesOf(activity: JsonObject): readonly string[] {
  const list = activity['dependsOn'];
  return (isJsonArray(list) ? list : []).filter(isJsonObject).map((dependency) => String(dependency['activity']));
}

/** Adds what called pipelines do, so that a run counts all that it starts. A circle of calls counts each once. */
function withCalled(pipeline: Pipeline, all: readonly Pipeline[]): Pipeline {
  const called = new Set<Pipeline>();
  const visit = (names: readonly string[]): void => {
    for (const other of all.filter(({ name }) => names.includes(name))) {
      if (other === pipeline || called.has(other)) continue;
      called.add(other);
      visit(other.calls);
    }
  };
  visit(pipeline.calls);
  const extra = [...called];
  return {
    ...pipeline,
    activities: pipeline.activities + total(extra.map(({ activities }) => activities)),
    sparkActivities: pipeline.sparkActivities + total(extra.map(({ sparkActivities }) => sparkActivities)),
    depth: pipeline.depth + Math.max(0, ...extra.map(({ depth }) => depth)),
    sparkDepth: pipeline.sparkDepth + Math.max(0, ...extra.map(({ sparkDepth }) => sparkDepth)),
    pools: [...new Set([...pipeline.pools, ...extra.flatMap(({ pools }) => pools)])],
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Everything that starts a pipeline, by trigger. */
export function startsOf(resources: readonly StackResource[], pipelines: readonly Pipeline[]): readonly Starts[] {
  const nameOf = (value: Json | undefined): string | undefined => {
    const reference = parseReference(value);
    if (reference === undefined) return typeof value === 'string' ? value : undefined;
    return pipelines.find(({ address }) => address === reference.address)?.name;
  };
  return resources.flatMap((resource): readonly Starts[] => {
    if (!resource.type.startsWith('azurerm_data_factory_trigger_')) return [];
    const list = resource.body['pipeline'];
    const targets = [
      nameOf(resource.body['pipeline_name']),
      ...(isJsonArray(list) ? list : [list]).filter(isJsonObject).map((entry) => nameOf(entry['name'])),
    ].filter((name) => name !== undefined);
    const byEvent = /_(blob|custom)_event$/.test(resource.type);
    const isOn = resource.body['activated'] !== false;
    const at = byEvent ? [] : (firings(resource) ?? []);
    return targets.map((pipeline) => ({ pipeline, at, byEvent: byEvent && isOn }));
  });
}
