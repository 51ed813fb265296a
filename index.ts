/** What most programs need: constructs and stacks, the settings of an environment, contracts, and the error of a refusal. */
export * from './constructs';
export * from './contracts';
export * from './environments/settings';
export * from './shared';
export * from './stacks';
