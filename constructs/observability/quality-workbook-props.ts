import type { WithTags } from '../base/standard-props';
import type { ServiceTargets } from '../../environments/settings/targets';
import type { LogWorkspace } from './log-workspace';

export interface QualityWorkbookProps extends WithTags {
  /** Whose hash becomes the workbook's name, which Azure wants to be a UUID. Changing it makes another workbook. */
  readonly seed: string;
  readonly title: string;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly logs: LogWorkspace;
  readonly targets: ServiceTargets;
}
