import { GEO_REDUNDANT } from '../../azure/replication';
import { collectedGib } from '../workload-profile';
import { check, type Check } from './check';
import type { Environment } from '../settings/environment';
import type { PipelineSettings } from '../settings/schedule';
import { BACKED_UP_LAYERS } from '../settings/recovery';
import { pairOf } from '../../azure/region-pairs';

/**
 * Whether what is promised can be kept: a backup that runs too seldom, or too much data for the time of a restore, shows
 * here and not on the day it is needed.
 */
export function checkRecovery({ location, recovery, storage, usage }: Environment): readonly Check[] {
  if (recovery === undefined) return [];
  const { region, backup, backupHours, restoreGibPerHour, objectives } = recovery;
  const pair = pairOf(location);
  const loss = hoursBetween(backup) + backupHours;
  return [
    check(
      'recovery.region',
      region,
      region !== location && (pair === undefined || region === pair),
      pair === undefined ? `a region other than ${location}` : `${pair}, the pair of ${location}`,
    ),
    check(
      'storage.replication',
      storage.replication,
      GEO_REDUNDANT.includes(storage.replication),
      `${GEO_REDUNDANT.join(', ')}: landing is not backed up, its second region is its copy`,
    ),
    check('recovery.backup.active', backup.active, backup.active, 'true: a stopped backup keeps no promise'),
    check('recovery.backupHours', backupHours, backupHours >= 1, 'at least 1'),
    check('recovery.restoreGibPerHour', restoreGibPerHour, restoreGibPerHour >= 1, 'at least 1'),
    ...BACKED_UP_LAYERS.flatMap((layer) => {
      const { rpoHours, rtoHours } = objectives[layer];
      const gib =
        usage.storage?.[layer]?.storedGib ?? (usage.workload === undefined ? 0 : collectedGib(usage.workload, layer));
      const restore = Math.ceil(gib / restoreGibPerHour);
      return [
        check(
          `recovery.objectives.${layer}.rpoHours`,
          rpoHours,
          loss <= rpoHours,
          `at least ${String(loss)}, because recovery.backup runs every ${String(hoursBetween(backup))} hours and may take ${String(backupHours)}`,
        ),
        check(
          `recovery.objectives.${layer}.rtoHours`,
          rtoHours,
          restore <= rtoHours,
          `at least ${String(restore)}, because by its usage ${layer} holds ${String(gib)} GiB and recovery.restoreGibPerHour is ${String(restoreGibPerHour)}`,
        ),
      ];
    }),
  ];
}

function hoursBetween({ frequency, interval }: PipelineSettings): number {
  return frequency === 'Day' ? interval * 24 : interval;
}
