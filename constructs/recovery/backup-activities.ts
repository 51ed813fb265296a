import { BINDING_FILE, ENGINE_JOB_FILE, RESOLVE_RELEASE, TABLE_JOB } from '../../contracts/release-layout';
import type { Activity, ActivityPolicy, Expression } from '../orchestration/activity';

/** What the activities of a backup refer to. */
export interface BackupWiring {
  /** Dataset of the release pointer. */
  readonly pointerDataset: string;
  /** Linked service of the Synapse workspace. */
  readonly synapseService: string;
  readonly sparkPool: string;
  /** `abfss://...`, without slash at its end: the folder below which releases lie. */
  readonly releasesUri: string;
  /** `abfss://backup@<account>...`: where backups are kept. */
  readonly place: string;
  /** Hours after which a backup is given up, 1 to 23. */
  readonly hours: number;
}

/**
 * The backup pipeline: resolve the active release, then one Spark job that copies what is new of every table. The job copies
 * data files before the commits that name them, so that a backup which was cut off reads as an older one.
 */
export function backupActivities(wiring: BackupWiring): readonly Activity[] {
  const release = `@concat('${wiring.releasesUri}/', activity('${RESOLVE_RELEASE}').output.firstRow.release`;
  return [
    {
      name: RESOLVE_RELEASE,
      type: 'Lookup',
      dependsOn: [],
      policy: policy('0.00:10:00', 2, 30),
      userProperties: [],
      typeProperties: {
        source: { type: 'JsonSource', storeSettings: { type: 'AzureBlobFSReadSettings', recursive: true } },
        dataset: { referenceName: wiring.pointerDataset, type: 'DatasetReference' },
        firstRowOnly: true,
      },
    },
    {
      name: 'BackUp',
      type: 'SparkJob',
      dependsOn: [{ activity: RESOLVE_RELEASE, dependencyConditions: ['Succeeded'] }],
      // A second try goes on where the first one stopped.
      policy: policy(`0.${String(wiring.hours).padStart(2, '0')}:00:00`, 1, 300),
      userProperties: [],
      linkedServiceName: { referenceName: wiring.synapseService, type: 'LinkedServiceReference' },
      typeProperties: {
        sparkJob: { referenceName: TABLE_JOB, type: 'SparkJobDefinitionReference' },
        file: expression(`${release}, '/${ENGINE_JOB_FILE}')`),
        args: [
          ...['--module', 'medallion.recovery'],
          'backup',
          ...['--release', expression(`${release})`)],
          ...['--binding', `${wiring.releasesUri}/${BINDING_FILE}`],
          ...['--place', wiring.place],
        ],
        targetBigDataPool: { referenceName: wiring.sparkPool, type: 'BigDataPoolReference' },
      },
    },
  ];
}

function expression(value: string): Expression {
  return { value, type: 'Expression' };
}

function policy(timeout: string, retry: number, retryIntervalInSeconds: number): ActivityPolicy {
  return { timeout, retry, retryIntervalInSeconds, secureInput: false, secureOutput: false };
}
