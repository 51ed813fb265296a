import { dev } from './dev';
import type { Environment } from './environment';
import { prod } from './prod';
import { staging } from './staging';

/** Every environment, in the order in which a change passes through them. */
export const environments: readonly Environment[] = [dev, staging, prod];
