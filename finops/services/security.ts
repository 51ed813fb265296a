import { chargeOf, free, onceInEnvironment, unpriced, type Charge, type Pricer } from '../charge';
import type { StackResource } from '../../synthesized/stack';
import { follow } from '../../synthesized/references';
import { literalNumber, literalText } from '../literals';
import { isAdvancedKey } from '../usage/resolve';
import { DAYS_PER_MONTH } from '../simulation/cohorts';

export const priceKeyVault: Pricer = onceInEnvironment((_, { usage }) => {
  const { keyVaultOperations, advancedKeyOperations } = usage;
  if (keyVaultOperations === undefined) return unpriced('neither a workload nor its operations are stated');
  return [
    chargeOf('keyVault.operations', keyVaultOperations, 'security', 'Key Vault, operations'),
    ...(advancedKeyOperations !== undefined && advancedKeyOperations > 0
      ? [
          chargeOf(
            'keyVault.advancedOperations',
            advancedKeyOperations,
            'security',
            'Key Vault, operations with long keys',
            'keys above 2048 bits and elliptic curves',
          ),
        ]
      : []),
  ];
});

/** Software keys are paid by their operations and by each rotation, keys in hardware by the month too. */
export const priceKey: Pricer = ({ body }) => {
  const kind = literalText(body, 'key_type');
  if (kind === undefined) return unpriced('its kind is known only to Terraform');
  const name = `Key ${literalText(body, 'name') ?? ''}`.trim();
  const rotation = rotationsPerMonth(
    literalText(body, 'rotation_policy', 'expire_after'),
    literalText(body, 'rotation_policy', 'automatic', 'time_before_expiry'),
  );
  const charges: Charge[] = [
    ...(kind.endsWith('-HSM') ? [hardware(body, name)] : []),
    ...(rotation > 0
      ? [chargeOf('keyVault.keyRotation', rotation, 'security', `${name}, rotation`, 'an average month')]
      : []),
  ];
  return charges.length > 0
    ? charges
    : free(`a ${isAdvancedKey(body) ? 'long ' : ''}software key that is not rotated is paid by its operations`);
};

/** A key of 2048 bits would cost a dollar; no sheet has that price, so that it stands at the one of a long key. */
function hardware(body: StackResource['body'], name: string): Charge {
  const note = isAdvancedKey(body)
    ? 'each version that was used in a month counts as one'
    : 'at the price of a long key';
  return chargeOf('keyVault.hsmKey', 1, 'security', `${name}, in hardware`, note);
}

function rotationsPerMonth(expires: string | undefined, before: string | undefined): number {
  const days = (duration: string | undefined): number => Number(/^P(\d+)D$/.exec(duration ?? '')?.[1] ?? 0);
  const every = days(expires) - days(before);
  return every > 0 ? DAYS_PER_MONTH / every : 0;
}

/** A fee an account, and what uploads bring up to the cap, which bounds it. */
export const priceDefender: Pricer = ({ body }, { usage, stack }) => {
  const account = follow(stack, body['storage_account_id']);
  const name = account === undefined ? '' : ` of ${literalText(account.body, 'name') ?? account.address}`;
  const cap = literalNumber(body, 'malware_scanning_on_upload_cap_gb_per_month');
  const scans = body['malware_scanning_on_upload_enabled'] === true;
  if (scans && usage.uploadedGb === undefined && (cap === undefined || cap < 0)) {
    return unpriced('neither a cap nor what is uploaded is stated');
  }
  const most = cap === undefined || cap < 0 ? Number.POSITIVE_INFINITY : cap;
  // Spark writes through the same account, and its output is scanned too.
  const written = Object.entries(usage.containers).reduce(
    (sum, [name, { writtenGb }]) => sum + (name === 'backup' ? 0 : writtenGb),
    0,
  );
  const scanned = Math.min(usage.uploadedGb === undefined ? most : written, most);
  return [
    chargeOf('defender.storage.account', 1, 'security', `Defender${name}`),
    ...(scans
      ? [
          chargeOf(
            'defender.storage.scan',
            scanned,
            'security',
            `Defender${name}, scanned uploads`,
            scanned === most
              ? 'the cap stops it; what Spark writes is scanned as well'
              : 'all that is written, by Spark too',
          ),
        ]
      : []),
  ];
};
