import type { PipelineSettings } from '../../environments/environment';

export interface ScheduleTriggerProps {
  readonly dataFactoryId: string;
  readonly name: string;
  readonly pipelineName: string;
  readonly schedule: PipelineSettings;
}
