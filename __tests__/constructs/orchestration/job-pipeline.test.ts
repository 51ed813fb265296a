import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TerraformStack } from 'cdktf';
import { OPTIMIZER_JOB_FILE } from '../../../contracts/release-layout';
import { tableGraph } from '../../../contracts/graph';
import { JobPipeline } from '../../../constructs/orchestration/job-pipeline';
import type { JobPipelineProps } from '../../../constructs/orchestration/job-pipeline-props';
import { MedallionPipeline } from '../../../constructs/orchestration/medallion-pipeline';
import { prod } from '../../../environments/prod';
import { pipelineActivities } from '../../../policies/rules/pipeline-activities';
import * as parts from '../../defaults/parts';
import { chain } from '../../support/contracts';
import { describeRefusals } from '../../support/refusal';
import { bodiesOf, synthesizeStack } from '../../support/synth';

type Subject = Omit<JobPipelineProps, 'factory' | 'medallion'>;

const base: Subject = {
  name: 'maintenance',
  description: 'Compacts.',
  file: OPTIMIZER_JOB_FILE,
  parameters: { '--tables': '', '--vacuum-retention-hours': '168' },
};

function make(stack: TerraformStack, id: string, props: Subject): JobPipeline {
  const storage = parts.storage(stack);
  const factory = parts.factory(stack, storage);
  const medallion = new MedallionPipeline(stack, 'Medallion', {
    factory,
    storage,
    graph: tableGraph(chain),
    sparkPool: 'spbatch',
    schedule: prod.pipeline,
  });
  return new JobPipeline(stack, id, { ...props, factory, medallion });
}

describe('JobPipeline', () => {
  describeRefusals(base, make, [
    {
      what: 'a flag without dashes',
      bad: { parameters: { tables: '' } },
      setting: 'parameters',
      good: { parameters: { '--tables': 'gold.x' } },
    },
    { what: 'six repeats', bad: { retries: 6 }, setting: 'retries', good: { retries: 5 } },
    { what: 'a timeout in words', bad: { timeout: '2 hours' }, setting: 'timeout', good: { timeout: '1.00:00:00' } },
    { what: 'a name with a dot', bad: { name: 'a.b' }, setting: 'name', good: { name: 'a_b' } },
  ]);

  const stack = synthesizeStack((scope) => make(scope, 'Job', base));
  const job = bodiesOf(stack, 'azurerm_data_factory_pipeline').find(({ name }) => name === 'maintenance');

  test('runs one job of the active release, with a parameter for each of its flags', () => {
    expect(job).toMatchObject({ concurrency: 1, parameters: { tables: '', vacuum_retention_hours: '168' } });
    const [resolve, run] = JSON.parse(String(job?.['activities_json'])) as readonly {
      readonly name: string;
      readonly dependsOn: readonly object[];
      readonly policy: object;
      readonly typeProperties: { readonly file: { readonly value: string }; readonly args: readonly unknown[] };
    }[];
    expect(resolve?.name).toBe('ResolveRelease');
    expect(run?.dependsOn).toEqual([{ activity: 'ResolveRelease', dependencyConditions: ['Succeeded'] }]);
    expect(run?.policy).toMatchObject({ timeout: '0.02:00:00', retry: 1 });
    expect(run?.typeProperties.file.value).toContain(`'/${OPTIMIZER_JOB_FILE}')`);
    expect(run?.typeProperties.args.slice(4)).toEqual([
      '--tables',
      { type: 'Expression', value: '@pipeline().parameters.tables' },
      '--vacuum-retention-hours',
      { type: 'Expression', value: '@pipeline().parameters.vacuum_retention_hours' },
    ]);
  });

  test('keeps the rules for the JSON of activities', () => {
    expect(JSON.stringify(pipelineActivities.evaluate(stack))).not.toContain('non-compliant');
    expect(job?.['depends_on']).toEqual(
      expect.arrayContaining([expect.stringMatching(/^azurerm_data_factory_custom_dataset\./)]),
    );
  });

  test('names an entry file that a release has', () => {
    const jobs = readdirSync(join(__dirname, '..', '..', '..', 'pipelines', 'jobs'));
    expect(jobs).toContain(OPTIMIZER_JOB_FILE.replace('jobs/', ''));
  });

  test('runs by the clock only where a clock is given', () => {
    const triggers = (props: Subject): number =>
      bodiesOf(
        synthesizeStack((scope) => make(scope, 'Job', props)),
        'azurerm_data_factory_trigger_schedule',
      ).length;
    expect(triggers(base)).toBe(1);
    expect(triggers({ ...base, schedule: { ...prod.pipeline, frequency: 'Day', at: '06:30' } })).toBe(2);
  });
});
