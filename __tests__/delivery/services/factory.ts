import type { Answer, Exchange, Service } from './loopback';
import { apiVersion, checkRunFilter, conform, type Json, jsonBody } from './specification';

interface Run {
  readonly runId: string;
  readonly begun: Date;
  looks: number;
}

const VERSION = '2018-06-01';

/** Data Factory as far as deliveries use it: one pipeline's runs and its trigger. */
export class FactoryService {
  triggerRunning = true;
  readonly runs: Run[] = [];
  looksPerRun = 2;
  /** Activities of a run that fail. */
  readonly failing = new Set<string>();
  activities: readonly string[] = [];
  /** What the job of a run left in the figures, which the activity of that name reads. */
  figures: (runId: string) => { readonly activityName: string; readonly outcome: Json } | undefined = () => undefined;
  /** The release that the pointer names when a run begins. */
  activeRelease: () => string = () => '';

  readonly service: Service = (exchange) => {
    const path =
      /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/]+\/providers\/Microsoft\.DataFactory\/factories\/[^/]+\/(.+)$/.exec(
        exchange.url.pathname,
      )?.[1];
    conform(exchange.url.pathname, [apiVersion(exchange, VERSION), path === undefined && 'no path of a factory']);
    const [collection = '', name = '', action = ''] = (path ?? '').split('/');
    if (collection === 'triggers') return this.trigger(exchange, name, action);
    if (collection === 'pipelines' && action === 'createRun') return this.createRun();
    if (collection === 'pipelineruns')
      return action === 'queryActivityruns' ? this.queryActivities(exchange, name) : this.run(name);
    if (collection === 'queryPipelineRuns') return this.queryRuns(exchange);
    return { status: 404, body: { error: { code: 'NotFound', message: exchange.url.pathname } } };
  };

  private trigger({ method }: Exchange, name: string, action: string): Answer {
    if (method === 'POST') {
      conform('trigger', [!['start', 'stop'].includes(action) && `action ${action}`]);
      this.triggerRunning = action === 'start';
      return { status: 200 };
    }
    const runtimeState = this.triggerRunning ? 'Started' : 'Stopped';
    const typeProperties = { recurrence: { frequency: 'Hour', interval: 1 } };
    return {
      status: 200,
      body: { id: name, name, properties: { type: 'ScheduleTrigger', runtimeState, pipelines: [], typeProperties } },
    };
  }

  private createRun(): Answer {
    const runId = `00000000-0000-4000-8000-${String(this.runs.length + 1).padStart(12, '0')}`;
    this.runs.push({ runId, begun: new Date(), looks: this.looksPerRun });
    return { status: 200, body: { runId } };
  }

  private run(id: string): Answer {
    const found = this.runs.find(({ runId }) => runId === id);
    if (found === undefined) return { status: 404, body: { error: { code: 'RunNotFound', message: id } } };
    found.looks -= 1;
    return { status: 200, body: this.describe(found) };
  }

  private queryRuns(exchange: Exchange): Answer {
    checkRunFilter(jsonBody(exchange));
    return { status: 200, body: { value: [...this.runs].reverse().map((run) => this.describe(run)) } };
  }

  private queryActivities(exchange: Exchange, id: string): Answer {
    checkRunFilter(jsonBody(exchange));
    const found = this.runs.find(({ runId }) => runId === id);
    const resolve = {
      activityName: 'ResolveRelease',
      status: 'Succeeded',
      output: { firstRow: { release: this.activeRelease() } },
    };
    const ended = this.activities.map((activityName) => {
      const status = this.failing.has(activityName) ? 'Failed' : 'Succeeded';
      const error = status === 'Failed' ? { errorCode: '6000', message: `${activityName} threw` } : {};
      return { activityName, status, error, durationInMs: 60_000 };
    });
    const left = this.figures(id);
    const look =
      left === undefined
        ? []
        : [{ activityName: left.activityName, status: 'Succeeded', output: { firstRow: { outcome: left.outcome } } }];
    return { status: 200, body: { value: [resolve, ...((found?.looks ?? 0) > 0 ? [] : [...ended, ...look])] } };
  }

  private describe({ runId, begun, looks }: Run): Json {
    const ended = looks <= 0;
    const status = ended ? (this.failing.size > 0 ? 'Failed' : 'Succeeded') : 'InProgress';
    const end = ended ? { runEnd: begun.toISOString(), durationInMs: 90_000 } : {};
    return {
      runId,
      pipelineName: 'medallion',
      status,
      runStart: begun.toISOString(),
      invokedBy: { invokedByType: 'Manual' },
      ...end,
    };
  }
}
