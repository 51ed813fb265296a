import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { UsageProfile } from '../../environments/usage';
import { estimateEnvironment, type Estimate } from '../../finops/estimate';
import { readUsageFile } from '../../finops/usage-file';
import { priceSheetOrEmpty } from '../../finops/load-price-sheet';
import { loadStacks } from '../../synthesized/load-stacks';
import type { SynthesizedStack } from '../../synthesized/stack';
import { UserError } from '../../shared/errors';
import { literalText } from '../../finops/literals';
import type { Json } from '../../shared/json';

/**
 * Estimates of stacks that are no environment of this lake: each by the region in which most of its resources stand, and the
 * usage of a file with Infracost's keys.
 *
 * @throws UserError when the file cannot be read, or names usage that no resource has
 */
export function estimateForeign(folder: string, usageFile: string | undefined): readonly Estimate[] {
  const stacks = loadStacks(folder);
  const document = usageFile === undefined ? {} : readYaml(usageFile);
  const names = [...new Set(stacks.map(({ environment }) => environment))];
  return names.map((name) => {
    const own = stacks.filter(({ environment }) => environment === name);
    const usage: UsageProfile = readUsageFile(document, own);
    return estimateEnvironment(own, usage, priceSheetOrEmpty(regionOf(own)));
  });
}

function readYaml(file: string): Json {
  try {
    return parse(readFileSync(file, 'utf8')) as Json;
  } catch (error) {
    throw new UserError(
      'usage-file-unreadable',
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'Give a YAML file with `resource_usage`.',
    );
  }
}

function regionOf(stacks: readonly SynthesizedStack[]): string {
  const counts = new Map<string, number>();
  for (const { body } of stacks.flatMap(({ resources }) => resources)) {
    const region = literalText(body, 'location')?.replaceAll(' ', '').toLowerCase();
    if (region !== undefined) counts.set(region, (counts.get(region) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? 'unknown';
}
