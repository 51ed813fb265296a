import type { IConstruct } from 'constructs';

const CONTEXT = 'medallion:protectData';

/** What an environment says of all data below a scope. Before anything is made in it. */
export function protectBelow(scope: IConstruct, protectData: boolean): void {
  scope.node.setContext(CONTEXT, protectData);
}

/**
 * Whether Terraform must refuse to destroy what holds data. It may be lost only where both the prop and the environment say
 * so; a construct in no environment follows its prop.
 *
 * @param prop `protectData` of the construct; true when left out
 */
export function keepsData(scope: IConstruct, prop: boolean | undefined): boolean {
  return (prop ?? true) || scope.node.tryGetContext(CONTEXT) === true;
}
