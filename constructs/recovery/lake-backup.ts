import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { ENGINE_JOB_FILE } from '../../contracts/release-layout';
import { requireInteger } from '../base/checks';
import { JobPipeline } from '../orchestration/job-pipeline';
import type { JobPipelineProps } from '../orchestration/job-pipeline-props';
import { grantContainer } from '../security/container-grant';
import { BACKUP_CONTAINER } from '../storage/containers';
import { LakeAccount } from '../storage/lake-account';
import type { LakeBackupProps } from './lake-backup-props';

const BACKUP = { layer: BACKUP_CONTAINER } as const;

/**
 * Copies of every table in an account of another region, made by the clock, and the drill that proves them. Whatever happens to
 * the lake's account or its region, tables are read or restored from here (`medallion recover`).
 *
 * @throws ConfigurationError for a backup that may take no time or more than a day, and for what account and trigger refuse
 *
 * @example
 * const { recovery: settings } = environment;
 * if (settings !== undefined) {
 *   new LakeBackup(stack, 'Backup', {
 *     settings,
 *     account: { name: names.of(stack, 'storageAccount', 'bak'), resourceGroupName: group.name, replication: 'LRS' },
 *     factory,
 *     medallion,
 *     scratch: `${storage.uri('system')}/scratch/drill`,
 *     jobs: workspace.grantee,
 *   });
 * }
 */
export class LakeBackup extends Judged {
  readonly account: LakeAccount;
  readonly backup: JobPipeline;
  readonly drill: JobPipeline;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LakeBackupProps,
  ) {
    super(scope, id);
    const { settings, medallion, scratch, tenants = [] } = props;
    const hours = settings.backupHours;
    requireInteger(this, 'backupHours', hours, { min: 1, max: 23 }, 'Copy more often: each backup is then shorter.');
    const specs = [BACKUP, ...tenants.map(({ id: tenant }) => ({ ...BACKUP, tenant }))];
    this.account = new LakeAccount(this, 'Storage', {
      ...props.account,
      location: settings.region,
      contracts: [],
      containers: specs,
    });
    const reason = 'Spark jobs copy tables to their backup, and bring them back from it.';
    for (const spec of specs) {
      const container = this.account.container(spec);
      grantContainer(this.account, { access: 'write', container, spec }, props.jobs, reason);
    }
    this.backup = this.makeBackup('Default', { medallion, place: this.place });
    this.drill = this.makeDrill('Drill', { medallion, place: this.place, scratch });
    for (const { id: tenant, ...own } of tenants) {
      const whose = { ...own, tenant, place: this.account.uri({ ...BACKUP, tenant }) };
      this.makeBackup(`Backup-${tenant}`, whose);
      this.makeDrill(`Drill-${tenant}`, whose);
      this.makeRestore(`Restore-${tenant}`, whose);
    }
  }

  /** `abfss://backup@<account>.dfs.core.windows.net`. */
  get place(): string {
    return this.account.uri(BACKUP);
  }

  private makeBackup(id: string, { medallion, place, tenant }: Whose): JobPipeline {
    const { settings, factory } = this.props;
    return new JobPipeline(this, id, {
      ...{ factory, medallion, file: ENGINE_JOB_FILE, name: nameOf('backup', tenant) },
      description: `Copies what is new of every table${ofTenant(tenant)} to the account of backups.`,
      args: [...MODULE, 'backup', '--place', place],
      parameters: {},
      timeout: timeSpan(settings.backupHours),
      // A second try goes on where the first one stopped.
      retrySeconds: 300,
      schedule: settings.backup,
    });
  }

  private makeDrill(
    id: string,
    { medallion, place, scratch, tenant }: Whose & { readonly scratch: string },
  ): JobPipeline {
    const { settings, factory } = this.props;
    return new JobPipeline(this, id, {
      ...{ factory, medallion, file: ENGINE_JOB_FILE, name: nameOf('restore-drill', tenant) },
      description: `Restores a backup${ofTenant(tenant)} into an empty place, verifies it, and writes into the ledger how old it was and how long it took; \`backup\` names one, else the newest.`,
      args: [...MODULE, 'drill', '--place', place, '--scratch', scratch],
      parameters: { '--backup': '' },
      timeout: this.longestRestore,
      // A drill that fails is news, and news is not tried again until it is good.
      retries: 0,
      ...(settings.drill === undefined ? {} : { schedule: settings.drill }),
    });
  }

  /** Only for tenants: `medallion recover` works with the binding of the lake. */
  private makeRestore(id: string, { medallion, place, tenant }: Whose): void {
    new JobPipeline(this, id, {
      ...{ factory: this.props.factory, medallion, file: ENGINE_JOB_FILE, name: nameOf('restore', tenant) },
      description: `Restores tables${ofTenant(tenant)} where they are damaged, or those that \`tables\` names as <container>/<folder>, separated by commas, with what is made from them; \`backup\` names a backup, else the newest.`,
      args: [...MODULE, 'restore', '--place', place],
      parameters: { '--tables': '', '--backup': '' },
      timeout: this.longestRestore,
      retries: 0,
    });
  }

  /** One layer after the other: what is slower than all that was promised has failed. */
  private get longestRestore(): string {
    return timeSpan(Object.values(this.props.settings.objectives).reduce((sum, { rtoHours }) => sum + rtoHours, 0));
  }
}

const MODULE = ['--module', 'medallion.recovery'];

interface Whose {
  readonly medallion: JobPipelineProps['medallion'];
  readonly place: string;
  readonly tenant?: string;
}

function nameOf(job: string, tenant: string | undefined): string {
  return tenant === undefined ? job : `${job}-${tenant}`;
}

function ofTenant(tenant: string | undefined): string {
  return tenant === undefined ? '' : ` of ${tenant}`;
}

/** `d.hh:00:00`, the least that a job may take being an hour. */
function timeSpan(hours: number): string {
  const whole = Math.max(1, Math.ceil(hours));
  return `${String(Math.floor(whole / 24))}.${String(whole % 24).padStart(2, '0')}:00:00`;
}
