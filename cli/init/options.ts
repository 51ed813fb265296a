/** What a new project is asked for, and what is accepted. */
import { pairOf } from '../../azure/region-pairs';
import { priceSheets } from '../../finops/prices';
import { UserError } from '../../shared/errors';
import { suggest } from '../../shared/suggest';

export const SAMPLES = ['retail', 'crm'] as const;
export const PIPELINES = ['github', 'azure-devops', 'none'] as const;

export interface ProjectOptions {
  readonly name: string;
  readonly region: string;
  /** `retail`: the nine tables of the shipped lake; `crm`: one contract a layer, to be replaced. */
  readonly sample: (typeof SAMPLES)[number];
  readonly pipeline: (typeof PIPELINES)[number];
}

const NAME = /^[a-z][a-z0-9-]{1,38}[a-z0-9]$/;

export function checkName(name: string): string {
  if (NAME.test(name)) return name;
  throw new UserError(
    'invalid-name',
    `'${name}' is not a name for a project`,
    'Use 3 to 40 lower-case letters, digits and hyphens, beginning with a letter.',
  );
}

/** A region whose pair is known, because production keeps copies there, and whose prices are. */
export function checkRegion(region: string): string {
  const known = Object.keys(priceSheets).filter((one) => pairOf(one) !== undefined);
  if (known.includes(region)) return region;
  throw new UserError(
    'unknown-region',
    `there is no price sheet with a paired region for '${region}'`,
    `${suggest(region, known)}; another one can be set in environments/ afterwards.`,
  );
}

/** A name from that of a folder, as a proposal. */
export function nameFrom(folder: string): string {
  const words = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 40);
  return NAME.test(words) ? words : 'my-lake';
}
