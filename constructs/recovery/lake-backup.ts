import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { ENGINE_JOB_FILE } from '../../contracts/release-layout';
import { requireInteger } from '../base/checks';
import { JobPipeline } from '../orchestration/job-pipeline';
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

  constructor(scope: Construct, id: string, props: LakeBackupProps) {
    super(scope, id);
    const { settings, factory, medallion } = props;
    const hours = settings.backupHours;
    requireInteger(this, 'backupHours', hours, { min: 1, max: 23 }, 'Copy more often: each backup is then shorter.');
    this.account = new LakeAccount(this, 'Storage', {
      ...props.account,
      location: settings.region,
      contracts: [],
      containers: [BACKUP],
    });
    const container = this.account.container(BACKUP);
    const reason = 'Spark jobs copy tables to their backup, and bring them back from it.';
    grantContainer(this.account, { access: 'write', container, spec: BACKUP }, props.jobs, reason);
    const job = { factory, medallion, file: ENGINE_JOB_FILE };
    const module = ['--module', 'medallion.recovery'];
    this.backup = new JobPipeline(this, 'Default', {
      ...job,
      name: 'backup',
      description: 'Copies what is new of every table to the account of backups.',
      args: [...module, 'backup', '--place', this.place],
      parameters: {},
      timeout: timeSpan(hours),
      // A second try goes on where the first one stopped.
      retrySeconds: 300,
      schedule: settings.backup,
    });
    this.drill = new JobPipeline(this, 'Drill', {
      ...job,
      name: 'restore-drill',
      description:
        'Restores a backup into an empty place, verifies it, and writes into the ledger how old it was and how long it took; `backup` names one, else the newest.',
      args: [...module, 'drill', '--place', this.place, '--scratch', props.scratch],
      parameters: { '--backup': '' },
      // One layer after the other: a drill that is slower than all that was promised has failed.
      timeout: timeSpan(Object.values(settings.objectives).reduce((sum, { rtoHours }) => sum + rtoHours, 0)),
      // A drill that fails is news, and news is not tried again until it is good.
      retries: 0,
      ...(settings.drill === undefined ? {} : { schedule: settings.drill }),
    });
  }

  /** `abfss://backup@<account>.dfs.core.windows.net`. */
  get place(): string {
    return this.account.uri(BACKUP);
  }
}

/** `d.hh:00:00`, the least that a job may take being an hour. */
function timeSpan(hours: number): string {
  const whole = Math.max(1, Math.ceil(hours));
  return `${String(Math.floor(whole / 24))}.${String(whole % 24).padStart(2, '0')}:00:00`;
}
