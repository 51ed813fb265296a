import { DataFactoryPipeline } from '@cdktf/provider-azurerm/lib/data-factory-pipeline';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { RESOLVE_RELEASE } from '../../contracts/release-layout';
import { requireInteger, requireThat } from '../base/checks';
import { checkName } from '../base/naming';
import { checkActivities } from './activity';
import type { EmbeddedParameter, JobPipelineProps } from './job-pipeline-props';
import { expression, policy, readJson, sparkJob } from './release-activities';
import { ScheduleTrigger } from './schedule-trigger';

const FLAG = /^--[a-z][a-z0-9-]*$/;

/**
 * A pipeline that runs one job of the active release, such as maintenance, with parameters for whoever starts it by hand.
 *
 * @throws ConfigurationError for an invalid flag, a timeout that is not `d.hh:mm:ss`, or repeats outside 0 to 5
 *
 * @example
 * new JobPipeline(stack, 'Maintenance', {
 *   name: 'maintenance',
 *   description: 'Compacts and vacuums the tables that are named, or all of them.',
 *   factory,
 *   medallion,
 *   file: 'jobs/delta_optimizer.py',
 *   parameters: { '--tables': '' },
 *   schedule: { frequency: 'Day', interval: 1, at: '22:00', startTime: '2026-12-01T00:00:00Z', active: true },
 * });
 */
export class JobPipeline extends Judged {
  readonly pipeline: DataFactoryPipeline;

  constructor(scope: Construct, id: string, props: JobPipelineProps) {
    super(scope, id);
    const { name, factory, medallion, parameters, schedule } = props;
    const retries = props.retries ?? 1;
    requireInteger(
      this,
      'retries',
      retries,
      { min: 0, max: 5 },
      'Choose at most five retries: what fails five times will fail a sixth time.',
    );
    for (const flag of Object.keys(parameters)) {
      requireThat(this, () => FLAG.test(flag), {
        setting: 'parameters',
        value: flag,
        allowed: 'a flag of the job, such as --tables',
        remedy: 'Write it as the job reads it.',
      });
    }
    const activities = [
      readJson(RESOLVE_RELEASE, medallion.wiring.pointerDataset, []),
      sparkJob(medallion.wiring, {
        name,
        file: props.file,
        args: [
          ...(props.args ?? []),
          ...Object.entries(parameters).flatMap(([flag, value]) => [flag, expression(told(flag, value))]),
        ],
        after: [RESOLVE_RELEASE],
        policy: policy(props.timeout ?? '0.02:00:00', retries, props.retrySeconds ?? 120),
      }),
    ];
    checkActivities(this, activities);
    const dataFactoryId = factory.factory.id;
    this.pipeline = new DataFactoryPipeline(this, 'Resource', {
      name: checkName(this, 'pipeline', name),
      dataFactoryId,
      description: props.description,
      // Two of them would rewrite the same files.
      concurrency: 1,
      ...(Object.keys(parameters).length === 0
        ? {}
        : {
            parameters: Object.fromEntries(
              Object.entries(parameters).map(([flag, value]) => [
                parameterOf(flag),
                typeof value === 'string' ? value : value.initial,
              ]),
            ),
          }),
      activitiesJson: JSON.stringify(activities),
      dependsOn: [...medallion.parts],
    });
    if (schedule !== undefined) {
      const trigger = { dataFactoryId, name: `${name}-schedule`, pipelineName: this.pipeline.name, schedule };
      new ScheduleTrigger(this, 'Trigger', trigger);
    }
  }
}

/** `--vacuum-retention-hours` as a name that an expression can say: `vacuum_retention_hours`. */
function parameterOf(flag: string): string {
  return flag.slice(2).replaceAll('-', '_');
}

/** What the job is told, computed when it starts. */
function told(flag: string, value: string | EmbeddedParameter): string {
  const given = `pipeline().parameters.${parameterOf(flag)}`;
  return typeof value === 'string' ? `@${given}` : `@concat('${value.before}', ${given}, '${value.after}')`;
}
