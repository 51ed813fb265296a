import type { IConstruct } from 'constructs';
import { CLOUDS, type Cloud, type CloudName } from '../../azure/clouds';

const CONTEXT = 'medallion:cloud';

/** Says in which cloud all below a scope stands. Before anything is made in it. */
export function standIn(scope: IConstruct, cloud: CloudName): void {
  scope.node.setContext(CONTEXT, cloud);
}

/** The cloud a construct stands in: the public one, unless something above it says another. */
export function cloudOf(scope: IConstruct): Cloud {
  const name = (scope.node.tryGetContext(CONTEXT) as CloudName | undefined) ?? 'public';
  return CLOUDS[name];
}
