import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { DebugRequest, RunDetail } from '../../run-events';
import { type LakeData, parseLakeData } from '../../lake-data';
import { runsOfLedger } from '../../ledger-runs';
import { createFile } from '../../files';
import { NO_SURROUNDINGS } from '../../no-surroundings';
import { CODE_FILE } from '../../release';
import { type MeasuredServiceLevels, unmeasured } from '../../service-levels';
import type { TableOutcome } from '../../run-events';
import { COST_FOLDERS } from '../../target';
import type {
  CostRecord,
  FiredAlert,
  JobRequest,
  JobResult,
  Places,
  RunMode,
  RunRecord,
  RunRequest,
  RunResult,
  DeliveryTarget,
} from '../../target';
import { fileUri, writeBinding } from './binding';
import { callEngine, type EngineEnd } from './engine';
import type { LocalLayout } from './layout';
import { LocalReleasePointer } from './pointer';
import type { LocalRuntime } from './runtime';
import { LocalReleaseStore } from './store';

const NAME = 'local';
/** Mode of a file that names persons. */
const OWNER_ONLY = 0o600;

/** The lake on this machine, run by open-source Spark and Delta of the versions Synapse has. */
export class LocalTarget implements DeliveryTarget {
  readonly name = NAME;
  readonly releases: LocalReleaseStore;
  readonly pointer: LocalReleasePointer;
  readonly surroundings = NO_SURROUNDINGS;

  /** @param runtime asked when something runs, so that what needs no Spark works before it is installed */
  constructor(
    private readonly layout: LocalLayout,
    private readonly runtime: () => LocalRuntime,
  ) {
    this.releases = new LocalReleaseStore(layout.releases);
    this.pointer = new LocalReleasePointer(NAME, layout.promotions, layout.pointer);
  }

  get places(): Places {
    return { backup: fileUri(this.layout.backup), scratch: fileUri(this.layout.scratch) };
  }

  async handOver(path: string, text: string): Promise<string> {
    const file = join(this.layout.lake, 'system', path);
    createFile(file, text, OWNER_ONLY);
    return fileUri(file);
  }

  async job({ release, module, args, onLog }: JobRequest): Promise<JobResult> {
    return this.jobOf(this.releases.open(release).directory, module, args, onLog);
  }

  /**
   * What SQL means and gives, and what stands in a table: `medallion.workbench` reads only.
   *
   * @param code folder of a packaged release: its engine works, published or not
   * @param directory folder of the release whose contracts are asked about
   */
  async workbench(
    code: string,
    directory: string,
    args: readonly string[],
    onLog: JobRequest['onLog'],
  ): Promise<unknown> {
    return (await this.jobOf(directory, 'medallion.workbench', args, onLog, code)).result;
  }

  private async jobOf(
    directory: string,
    module: string,
    args: readonly string[],
    onLog: JobRequest['onLog'],
    code = directory,
  ): Promise<JobResult> {
    const { home, binding, logs } = this.layout;
    const { python, jars } = this.runtime();
    writeBinding(NAME, this.layout);
    const own = ['--release', directory, '--binding', binding, '--jars', jars.join(','), '--home', home];
    const { events } = await callEngine({
      python,
      args: ['-m', module, ...args, ...own],
      environment: engineEnvironment(code),
      logs,
      onEvent: () => undefined,
      onLog,
    });
    const end = events.find((event) => event.event === 'job.finished');
    return { isWell: end?.isWell === true, result: end?.result };
  }

  /** On this machine every step is one rename: nothing needs a guard over several. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  async run(request: RunRequest): Promise<RunResult> {
    const { release, onEvent, onLog } = request;
    const args = ['run', '--report-data', this.layout.lakeData, ...runArguments(request)];
    const { events, exitCode } = await this.engine(release, args, onEvent, onLog);
    const started = events.find((event) => event.event === 'run.started');
    const finished = events.find((event) => event.event === 'run.finished');
    return {
      runId: finished?.runId ?? started?.runId ?? '',
      release,
      status: exitCode === 0 ? 'succeeded' : 'failed',
      seconds: finished?.seconds ?? 0,
      tables: events.flatMap((event): TableOutcome[] => (event.event === 'table.finished' ? [event] : [])),
    };
  }

  async debug({ release, runId, query }: DebugRequest): Promise<RunDetail> {
    const run = runId === undefined ? [] : ['--run', runId];
    const asked = query === undefined ? [] : ['--query', query];
    const ignore = (): void => undefined;
    const { events } = await this.engine(release, ['debug', ...run, ...asked], ignore, ignore);
    const found = events.find((event) => event.event === 'debug');
    if (found === undefined) throw new Error('the debug command returned no result');
    return found;
  }

  private engine(
    release: string,
    args: readonly string[],
    onEvent: RunRequest['onEvent'],
    onLog: RunRequest['onLog'],
  ): Promise<EngineEnd> {
    const { home, binding, logs } = this.layout;
    const { directory } = this.releases.open(release);
    const { python, jars } = this.runtime();
    writeBinding(NAME, this.layout);
    return callEngine({
      python,
      args: [
        ...['-m', 'medallion', ...args, '--release', directory, '--binding', binding],
        ...['--jars', jars.join(','), '--home', home],
      ],
      environment: engineEnvironment(directory),
      logs,
      onEvent,
      onLog,
    });
  }

  async runs(limit: number): Promise<readonly RunRecord[]> {
    return runsOfLedger((await this.lakeData())?.runs ?? [], limit);
  }

  async alerts(): Promise<readonly FiredAlert[]> {
    return [];
  }

  async serviceLevels(): Promise<MeasuredServiceLevels> {
    return unmeasured('folders of this machine count no requests');
  }

  async lakeData(): Promise<LakeData | undefined> {
    const file = this.layout.lakeData;
    return existsSync(file) ? parseLakeData(readFileSync(file, 'utf8'), file) : undefined;
  }

  async costRecords(): Promise<readonly CostRecord[]> {
    const folder = join(this.layout.lake, 'system', 'finops');
    return COST_FOLDERS.filter((name) => existsSync(join(folder, name))).flatMap((name) =>
      readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.json'))
        .sort()
        .map((file) => ({
          path: [name, ...file.split(sep)].join('/'),
          text: readFileSync(join(folder, name, file), 'utf8'),
        })),
    );
  }
}

/** Only the release's own code: a PYTHONPATH of the caller would mix another into it. */
function engineEnvironment(directory: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PYTHONPATH: join(directory, CODE_FILE),
    PYTHONUNBUFFERED: '1',
    // The engine ends when its standard input closes, so with this process.
    MEDALLION_PARENT: '1',
  };
}

function runArguments({ tables, mode, parallel }: RunRequest): readonly string[] {
  return [
    ...(tables === undefined ? [] : ['--tables', tables.join(',')]),
    ...(parallel === undefined ? [] : ['--parallel', String(parallel)]),
    ...(mode === undefined ? [] : modeArguments(mode)),
  ];
}

function modeArguments(mode: RunMode): readonly string[] {
  switch (mode.kind) {
    case 'resume':
      return ['--resume'];
    case 'full-refresh':
      return ['--full-refresh', mode.tables.join(',')];
    case 'backfill':
      return ['--backfill', mode.days];
  }
}
