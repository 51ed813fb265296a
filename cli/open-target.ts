import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../shared/errors';
import { suggest } from '../shared/suggest';
import type { DeliveryTarget } from '../delivery/target';
import { LocalTarget } from '../delivery/targets/local/local-target';
import { localRuntime } from '../delivery/targets/local/runtime';
import { type ClientParts, connect, type SynapseConnection } from '../delivery/targets/synapse/connection';
import { parseOutputs } from '../delivery/targets/synapse/delivery-output';
import { azureMeans } from '../delivery/targets/synapse/sign-in';
import { SynapseTarget } from '../delivery/targets/synapse/synapse-target';
import type { Environment } from '../environments/settings/environment';
import { TARGETS, type ServiceTargets } from '../environments/settings/targets';
import type { CliContext } from './context';
import { environmentNamed } from './environment-named';
import type { TargetChoice } from './options';

/** @throws UserError when there is no such target, or what its environment put out is missing or incomplete */
export function openTarget(context: CliContext, choice: TargetChoice): DeliveryTarget {
  if (choice.target === 'local') return openLocal(context);
  if (choice.target !== 'synapse') {
    throw new UserError(
      'unknown-target',
      `there is no target '${choice.target}'`,
      suggest(choice.target, ['local', 'synapse']),
    );
  }
  return new SynapseTarget(requireEnvironment(context, choice.environment), () => connectTo(context, choice));
}

export function openLocal({ layout, repository }: CliContext): LocalTarget {
  return new LocalTarget(layout, () => localRuntime(repository));
}

/** Waits longer than this are reported to the user. */
const WORTH_TELLING_MS = 2_000;

/** @throws UserError as {@link openTarget} */
export function connectTo(
  context: CliContext,
  { environment, outputs }: Omit<TargetChoice, 'target'>,
): SynapseConnection {
  const name = requireEnvironment(context, environment);
  if (!existsSync(outputs)) {
    throw new UserError(
      'outputs-not-found',
      `${outputs} does not exist`,
      `Write it with \`npx cdktf deploy ${name} --outputs-file ${outputs}\`, or give --outputs <file>.`,
    );
  }
  return connect(parseOutputs(readFileSync(outputs, 'utf8'), name, outputs), signedInMeans(context));
}

/** Who is signed in, with word of waits that are worth telling. */
export function signedInMeans({ terminal }: CliContext): ClientParts {
  return azureMeans((what, milliseconds) => {
    if (milliseconds >= WORTH_TELLING_MS) terminal.note(`${what} (${Math.round(milliseconds / 1000)} s)\n`);
  });
}

/**
 * The figures that a command holds a lake against: those that the named environment declares; for a local lake of no
 * environment, the defaults.
 *
 * @throws UserError when there is no such environment
 */
export function targetsOf(
  context: CliContext,
  { target, environment }: Pick<TargetChoice, 'target' | 'environment'>,
): ServiceTargets {
  return target === 'local' && environment === undefined ? TARGETS : environmentOf(context, environment).targets;
}

function requireEnvironment(context: CliContext, name: string | undefined): string {
  return environmentOf(context, name).name;
}

function environmentOf(context: CliContext, name: string | undefined): Environment {
  const { knownEnvironments } = context.lakeEnvironments();
  const known = knownEnvironments.map((environment) => environment.name);
  if (name === undefined) {
    throw new UserError(
      'missing-option',
      'the synapse target needs an environment',
      `Give --environment, one of: ${known.join(', ')}.`,
    );
  }
  return environmentNamed(context, name);
}
