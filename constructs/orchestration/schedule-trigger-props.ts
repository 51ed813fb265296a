import type { PipelineSettings } from '../../environments/settings/schedule';

export interface ScheduleTriggerProps {
  readonly dataFactoryId: string;
  readonly name: string;
  readonly pipelineName: string;
  readonly schedule: PipelineSettings;
}
