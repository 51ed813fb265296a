import { judgeArguments } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const sqlPoolGeoBackup: Rule = {
  id: 'sql-pool-geo-backup',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A SQL pool on LRS has geo backup off, and one on GRS has it on.',
  why: 'Geo backup is on unless told otherwise, and on LRS that fails the plan. On GRS, switched off, one pays for the second region and cannot restore from it.',
  remedy: 'Set geo_backup_policy_enabled to false with LRS and to true with GRS.',
  controls: ['Well-Architected RE:09', 'Well-Architected CO:10'],
  source: 'azurerm 4.55 provider source (checked on plan)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_synapse_sql_pool'), ({ body }) =>
      judgeArguments(body, ['storage_account_type', 'geo_backup_policy_enabled'], (redundancy, backup) => {
        const on = String(backup ?? true) === 'true';
        if (redundancy === 'LRS')
          return on ? 'storage_account_type is LRS, so geo_backup_policy_enabled must be false.' : undefined;
        return on ? undefined : 'storage_account_type is GRS, so geo_backup_policy_enabled must be true.';
      }),
    ),
};
