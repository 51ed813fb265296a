import { DataFactoryPipeline } from '@cdktf/provider-azurerm/lib/data-factory-pipeline';
import { Construct } from 'constructs';
import { requireInteger } from '../checks';
import { checkName } from '../naming';
import { checkActivities } from '../orchestration/activity';
import { SYNAPSE_SERVICE } from '../orchestration/factory';
import { POINTER_DATASET } from '../orchestration/medallion-pipeline';
import { ScheduleTrigger } from '../orchestration/schedule-trigger';
import { grantContainer } from '../security/container-grant';
import { BACKUP_CONTAINER } from '../storage/containers';
import { LakeAccount } from '../storage/lake-account';
import { backupActivities } from './backup-activities';
import type { LakeBackupProps } from './lake-backup-props';

const BACKUP = { layer: BACKUP_CONTAINER } as const;

/**
 * Copies of every table in an account of another region, made by the clock. Whatever happens to the lake's account or its
 * region, tables are read or restored from here (`medallion recover`).
 *
 * @throws ConfigurationError for a backup that may take no time or more than a day, and for what account and trigger refuse
 */
export class LakeBackup extends Construct {
  readonly account: LakeAccount;
  readonly pipeline: DataFactoryPipeline;

  constructor(scope: Construct, id: string, props: LakeBackupProps) {
    super(scope, id);
    const { settings, factory } = props;
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
    const activities = backupActivities({
      pointerDataset: POINTER_DATASET,
      synapseService: SYNAPSE_SERVICE,
      sparkPool: props.sparkPool,
      releasesUri: props.releasesUri,
      place: this.place,
      hours,
    });
    checkActivities(this, activities);
    this.pipeline = new DataFactoryPipeline(this, 'Resource', {
      name: checkName(this, 'pipeline', 'backup'),
      dataFactoryId: factory.factory.id,
      description: 'Copies what is new of every table to the account of backups.',
      concurrency: 1,
      activitiesJson: JSON.stringify(activities),
      dependsOn: [...props.after],
    });
    new ScheduleTrigger(this, 'Trigger', {
      dataFactoryId: factory.factory.id,
      name: 'backup-schedule',
      pipelineName: this.pipeline.name,
      schedule: settings.backup,
    });
  }

  /** `abfss://backup@<account>.dfs.core.windows.net`. */
  get place(): string {
    return this.account.uri(BACKUP);
  }
}
