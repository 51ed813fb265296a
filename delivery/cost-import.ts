/** Bills taken into a lake, on any target. The work is the engine's; what it answers is described here. */
import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isGuid } from '../azure/guid';
import { UserError } from '../shared/errors';
import { activeRelease } from './run';
import type { DeliveryTarget } from './target';

export interface CostImportOptions {
  /** Paths of this machine, or URIs that the engine can read. */
  readonly files: readonly string[];
  readonly subscription: string;
  /** `EUR=1.08`: US dollars for one unit. */
  readonly rates: readonly string[];
  /** Takes a month that lacks days of what is imported of it. */
  readonly replace: boolean;
  readonly onLog: (line: string) => void;
}

export interface CostImport {
  readonly rows: number;
  readonly months: readonly string[];
  /** Decimal text. */
  readonly total_usd: string;
  /** Rows without a tag that says to which layer they belong. */
  readonly untagged: number;
  readonly credits: number;
  readonly credits_usd: string;
  readonly restated: readonly { readonly month: string; readonly before_usd: string; readonly after_usd: string }[];
  /** Months of which recorded queries were summed up. */
  readonly query_months: readonly string[];
}

/** Harmless to repeat: a month takes its own place. */
export async function importCosts(target: DeliveryTarget, options: CostImportOptions): Promise<CostImport> {
  const { files, subscription, rates, replace, onLog } = options;
  requireSubscription(subscription);
  const args = [
    ...['--subscription', subscription],
    ...rates.flatMap((rate) => ['--rate', rate]),
    ...(replace ? ['--replace'] : []),
    ...files.map((file) => locate(target.name, file)),
  ];
  const release = await activeRelease(target);
  return (await target.job({ release, module: 'medallion.finops', args, onLog })).result as CostImport;
}

/** @throws UserError when it is not the id of a subscription */
export function requireSubscription(subscription: string): void {
  if (isGuid(subscription)) return;
  throw new UserError(
    'subscription-invalid',
    `'${subscription}' is not the id of a subscription`,
    'Give the id (a GUID) that `az account show --query id` prints, and not the name.',
  );
}

/** The engine of another machine cannot read files of this one. */
function locate(target: string, file: string): string {
  if (/^[a-z][a-z0-9+]*:\/\//i.test(file)) return file;
  if (target === 'local') {
    if (!existsSync(file)) {
      throw new UserError('bill-missing', `${file} does not exist`, 'Correct the path of the export.');
    }
    return isAbsolute(file) ? file : resolve(file);
  }
  throw new UserError(
    'file-not-in-azure',
    `${pathToFileURL(resolve(file)).href} is a file of this machine, which Spark on ${target} cannot read`,
    'Give the abfss:// address to which the export is delivered.',
  );
}
