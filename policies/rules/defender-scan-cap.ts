import { isTrue, judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const defenderScanCap: Rule = {
  id: 'defender-scan-cap',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'Malware scanning of Defender for Storage has a monthly cap.',
  why: 'Scanning is billed by the gigabyte that is uploaded, and a Spark job uploads its own output: without a cap a backfill of a lake costs more than the lake.',
  remedy: 'Set malware_scanning_on_upload_cap_gb_per_month to what landing receives in a month.',
  controls: ['Well-Architected CO:04'],
  source: 'azurerm 4.55 provider source (default -1, unlimited)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_security_center_storage_defender'), ({ body }) =>
      judgeArguments(
        body,
        ['malware_scanning_on_upload_enabled', 'malware_scanning_on_upload_cap_gb_per_month'],
        (scans, cap) =>
          !isTrue(scans) || Number(cap ?? -1) > 0
            ? undefined
            : `malware_scanning_on_upload_cap_gb_per_month is ${shown(cap)}, must be above 0.`,
      ),
    ),
};
