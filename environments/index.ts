import { dev } from './dev';
import type { Environment } from './settings/environment';
import { prod } from './prod';
import { recoveryOf } from './recovery';
import { staging } from './staging';

/** Every environment, in the order in which a change passes through them. */
export const environments: readonly Environment[] = [dev, staging, prod];

/** Lakes that stand while a region is lost, or is rehearsed to be. They are synthesized when somebody asks for them. */
export const standbyEnvironments: readonly Environment[] = environments
  .filter(({ recovery }) => recovery !== undefined)
  .map(recoveryOf);

/** Whatever can be deployed, run or asked about by its name. */
export const knownEnvironments: readonly Environment[] = [...environments, ...standbyEnvironments];
