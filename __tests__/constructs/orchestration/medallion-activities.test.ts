import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tableGraph } from '../../../contracts/graph';
import { medallionActivities } from '../../../constructs/orchestration/medallion-activities';
import { activityName, JOB_FILES } from '../../../contracts/release-layout';
import { chain, contract } from '../../support/contracts';
import { wiring } from '../../support/medallion-wiring';

const JOB_OF: Readonly<Record<string, string>> = {
  bronze: 'bronze_ingestion',
  silver: 'silver_transformation',
  gold: 'gold_aggregation',
};

describe('medallionActivities', () => {
  const activities = medallionActivities(tableGraph(chain), wiring);

  test('resolve the release once, first, run one Spark job a table, and read the figures last', () => {
    expect(activities.map(({ name, type }) => [name, type])).toEqual([
      ['ResolveRelease', 'Lookup'],
      ['bronze_events', 'SparkJob'],
      ['silver_events_clean', 'SparkJob'],
      ['gold_event_counts', 'SparkJob'],
      ['ReadFigures', 'Lookup'],
    ]);
  });

  test('wait for exactly what the graph says', () => {
    expect(activities.map(({ dependsOn }) => dependsOn.map(({ activity }) => activity))).toEqual([
      [],
      ['ResolveRelease'],
      ['bronze_events'],
      ['silver_events_clean'],
      ['gold_event_counts'],
    ]);
  });

  test('follow an edge of a foreign key as well', () => {
    const lake = [
      contract('bronze.a'),
      contract('bronze.b'),
      contract('silver.a', { inputs: ['bronze.a'] }),
      contract('silver.b', {
        inputs: ['bronze.b'],
        foreignKeys: [{ column: 'id', references: { table: 'silver.a', column: 'id' }, orphans: 'quarantine' }],
      }),
    ];
    const last = medallionActivities(tableGraph(lake), wiring).find(({ name }) => name === 'silver_b');
    expect(last?.dependsOn.map(({ activity }) => activity)).toEqual(['bronze_b', 'silver_a']);
  });

  test('hand every job the same release, its table and the pool', () => {
    const release =
      "@concat('abfss://releases@stlake.dfs.core.windows.net/', activity('ResolveRelease').output.firstRow.release";
    for (const { name, typeProperties, linkedServiceName } of activities.slice(1, -1)) {
      expect(linkedServiceName).toEqual({ referenceName: 'synapse', type: 'LinkedServiceReference' });
      expect(typeProperties).toEqual({
        sparkJob: { referenceName: 'medallion-table', type: 'SparkJobDefinitionReference' },
        file: { type: 'Expression', value: `${release}, '/jobs/${JOB_OF[name.split('_')[0] ?? '']}.py')` },
        args: [
          '--release',
          { type: 'Expression', value: `${release})` },
          '--binding',
          'abfss://releases@stlake.dfs.core.windows.net/binding.json',
          '--tables',
          expect.stringMatching(/^\w+\.\w+$/),
        ],
        targetBigDataPool: { referenceName: 'spbatch', type: 'BigDataPoolReference' },
      });
      expect(JSON.stringify(typeProperties)).toContain(`"${name.replace('_', '.')}"`);
    }
  });

  test('name entry files that a release has', () => {
    const jobs = readdirSync(join(__dirname, '..', '..', '..', 'pipelines', 'jobs'));
    for (const file of Object.values(JOB_FILES)) expect(jobs).toContain(file.replace('jobs/', ''));
  });

  test('read the pointer without the block that never plans empty', () => {
    expect(activities[0]?.typeProperties).toEqual({
      source: { type: 'JsonSource', storeSettings: { type: 'AzureBlobFSReadSettings', recursive: true } },
      dataset: { referenceName: 'release_pointer', type: 'DatasetReference' },
      firstRowOnly: true,
    });
  });

  test('read the figures only of a run whose tables all succeeded: a step after a failed one would turn the run green', () => {
    const lake = [...chain, contract('gold.other', { inputs: ['silver.events_clean'] })];
    const last = medallionActivities(tableGraph(lake), wiring).at(-1);
    expect(last).toMatchObject({
      name: 'ReadFigures',
      typeProperties: { dataset: { referenceName: 'ledger_figures' } },
    });
    expect(last?.dependsOn).toEqual(
      ['gold_event_counts', 'gold_other'].map((activity) => ({ activity, dependencyConditions: ['Succeeded'] })),
    );
  });

  test('are named without dots, and tell tables of one name apart by layer', () => {
    expect(activityName('gold.daily_metrics')).toBe('gold_daily_metrics');
    expect(activityName('silver.daily_metrics')).not.toBe(activityName('gold.daily_metrics'));
  });
});
