import type { AlertContacts } from './alert-contacts';
import type { LogWorkspace } from './log-workspace';

export interface LogCapAlertProps {
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly logs: LogWorkspace;
  readonly contacts: AlertContacts;
}
