/** What a lake's own folder declares beside its contracts: environments, waivers and rules. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createJiti } from 'jiti';
import * as shipped from '../environments';
import type { Environment } from '../environments/settings/environment';
import { shippedWaivers } from '../policies/shipped-waivers';
import type { Waiver } from '../policies/waivers';
import { UserError } from '../shared/errors';
import { packageRoot } from './paths';

export interface ProjectEnvironments {
  /** In the order in which a change passes through them. */
  readonly environments: readonly Environment[];
  /** Those too that stand only while a region is lost. */
  readonly knownEnvironments: readonly Environment[];
}

/** @throws UserError when `environments/index.ts` is missing, does not load or declares no environment */
export function environmentsOf(project: string): ProjectEnvironments {
  if (project === packageRoot()) return shipped;
  const loaded = load(project, join('environments', 'index.ts'));
  const environments = loaded['environments'];
  const known = loaded['knownEnvironments'] ?? environments;
  if (isEnvironments(environments) && isEnvironments(known)) return { environments, knownEnvironments: known };
  throw new UserError(
    'environments-invalid',
    `${join(project, 'environments', 'index.ts')} exports no list of environments`,
    'Export `environments`, a list of at least one Environment; see docs/package.md.',
  );
}

/** Accepted findings; a lake without `policies/waivers.ts` has none. */
export function waiversOf(project: string): readonly Waiver[] {
  if (project === packageRoot()) return shippedWaivers;
  const file = join('policies', 'waivers.ts');
  if (!existsSync(join(project, file))) return [];
  const waivers = load(project, file)['waivers'];
  if (Array.isArray(waivers)) return waivers as readonly Waiver[];
  throw new UserError(
    'waivers-invalid',
    `${join(project, file)} exports no list of waivers`,
    'Export `waivers`: [] where nothing is waived.',
  );
}

/** The folder of a lake's own rules; undefined where it has none. */
export function rulesFolderOf(project: string): string | undefined {
  const folder = join(project, 'policies', 'rules');
  return project !== packageRoot() && existsSync(folder) ? folder : undefined;
}

/** TypeScript as it stands: types are stripped, and checking them stays with the project's compiler. */
function load(project: string, file: string): Readonly<Record<string, unknown>> {
  const path = join(project, file);
  if (!existsSync(path)) {
    throw new UserError(
      'project-incomplete',
      `${path} does not exist`,
      'Restore it from version control, or take it from a project that `npx medallion init` makes.',
    );
  }
  try {
    return createJiti(path, { fsCache: false })(path) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      'project-file-refused',
      `${path} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
      'Fix the file; `npx tsc --noEmit` shows what its types say.',
    );
  }
}

function isEnvironments(value: unknown): value is readonly Environment[] {
  const hasName = (one: unknown): boolean => typeof one === 'object' && one !== null && 'name' in one;
  return Array.isArray(value) && value.length > 0 && value.every(hasName);
}
