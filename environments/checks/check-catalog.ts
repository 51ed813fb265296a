import { check, checkGuid, type Check } from './check';
import type { Environment } from '../settings/environment';
import { CATALOG_ZONE } from '../../azure/private-zones';

const ACCOUNT = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Purview\/accounts\/[^/]+$/i;

/** Whether the catalogue is an account, and can be reached where everything else is private. */
export function checkCatalog({ catalog, network }: Environment): readonly Check[] {
  if (catalog === undefined) return [];
  if (catalog.kind === 'existing') {
    const { accountId, principalId } = catalog;
    const form = '/subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.Purview/accounts/<name>';
    return [
      check('catalog.accountId', accountId, ACCOUNT.test(accountId), form),
      ...(principalId === undefined ? [] : [checkGuid('catalog.principalId', principalId)]),
    ];
  }
  if (network.posture === 'public' || 'addressSpace' in network.virtualNetwork) return [];
  const zone = network.virtualNetwork.dnsZoneIds[CATALOG_ZONE];
  return [
    check(
      `network.virtualNetwork.dnsZoneIds.${CATALOG_ZONE}`,
      zone,
      zone !== undefined,
      'the ARM id of that private DNS zone, where the lake makes a catalogue of its own; or an existing catalogue',
    ),
  ];
}
