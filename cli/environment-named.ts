import type { Environment } from '../environments/settings/environment';
import { UserError } from '../shared/errors';
import { suggest } from '../shared/suggest';
import type { CliContext } from './context';

/** @throws UserError when there is no such environment */
export function environmentNamed(context: CliContext, name: string): Environment {
  const { knownEnvironments } = context.lakeEnvironments();
  const found = knownEnvironments.find((environment) => environment.name === name);
  if (found !== undefined) return found;
  const names = knownEnvironments.map((environment) => environment.name);
  throw new UserError('unknown-environment', `there is no environment '${name}'`, suggest(name, names));
}
