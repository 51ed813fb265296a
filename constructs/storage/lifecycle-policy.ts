import {
  StorageManagementPolicy,
  type StorageManagementPolicyRule,
  type StorageManagementPolicyRuleActionsBaseBlob,
} from '@cdktf/provider-azurerm/lib/storage-management-policy';
import { Construct } from 'constructs';
import type { Replication } from '../../environments/environment';
import { refuse, requireInteger, requireThat } from '../checks';
import { CONTAINERS, RAW_CONTAINER } from './containers';
import type { LifecyclePolicyProps } from './lifecycle-policy-props';
import type { LifecycleRule } from './lifecycle-rules';

const WITHOUT_ARCHIVE: readonly Replication[] = ['ZRS', 'GZRS', 'RAGZRS'];
const MAX_RULES = 100;
const MAX_PREFIXES = 10;

/** Days that a tier bills at least (Azure Blob Storage documentation); leaving it sooner costs the rest. */
const COOL_DAYS = 30;
const COLD_DAYS = 90;

/**
 * The one lifecycle policy of a storage account.
 *
 * @throws ConfigurationError for an archive step on zone-redundant storage or over Delta tables, steps in the wrong order or
 * sooner than a tier's minimum stay, a prefix without its container, and rules beyond Azure's limits
 */
export class LifecyclePolicy extends Construct {
  readonly policy: StorageManagementPolicy;

  constructor(scope: Construct, id: string, props: LifecyclePolicyProps) {
    super(scope, id);
    requireInteger(
      this,
      'number of rules',
      props.rules.length,
      { min: 1, max: MAX_RULES },
      'Merge rules of equal tiers.',
    );
    props.rules.forEach((rule) => this.checkRule(rule, props.replication));
    this.policy = new StorageManagementPolicy(this, 'Resource', {
      storageAccountId: props.storageAccountId,
      rule: props.rules.map(toProvider),
    });
  }

  private checkRule(rule: LifecycleRule, replication: Replication): void {
    const { name, prefixes, coolAfterDays, coldAfterDays, archiveAfterDays } = rule;
    const setting = `lifecycle rule ${name}`;
    requireThat(this, () => /^[a-zA-Z0-9]{1,256}$/.test(name), {
      setting: 'name of a lifecycle rule',
      value: name,
      allowed: '1 to 256 letters and digits',
      remedy: 'Rename the rule.',
    });
    requireInteger(
      this,
      `${setting}: number of prefixes`,
      prefixes.length,
      { min: 1, max: MAX_PREFIXES },
      'Split the rule.',
    );
    for (const prefix of prefixes) this.checkPrefix(setting, prefix, archiveAfterDays !== undefined);
    if (archiveAfterDays !== undefined && WITHOUT_ARCHIVE.includes(replication)) {
      refuse(this, {
        setting: `${setting}: archiveAfterDays`,
        value: archiveAfterDays,
        allowed: `no archive on ${replication}: zone-redundant accounts have no archive tier`,
        remedy: 'Use LRS, GRS or RAGRS, or take archiveAfterDays out of the contracts.',
      });
    }
    this.checkOrder(setting, coolAfterDays, coldAfterDays);
  }

  private checkPrefix(setting: string, prefix: string, archives: boolean): void {
    const [container] = prefix.split('/');
    requireThat(this, () => CONTAINERS.some((known) => known === container) && prefix.includes('/'), {
      setting: `${setting}: prefix`,
      value: prefix,
      allowed: `<container>/<path>, with one of ${CONTAINERS.join(', ')}`,
      remedy: 'Start the prefix with the name of its container.',
    });
    if (archives && container !== RAW_CONTAINER) {
      refuse(this, {
        setting: `${setting}: prefix of an archive step`,
        value: prefix,
        allowed: `${RAW_CONTAINER}/ only: an archived file of a Delta table breaks every query that needs it`,
        remedy: 'Tier Delta tables to cool or cold, which stay online.',
      });
    }
  }

  private checkOrder(setting: string, cool: number | undefined, cold: number | undefined): void {
    const remedy = 'Correct the tiering of the contract.';
    if (cool !== undefined) {
      // A rewrite by OPTIMIZE within 30 days of cooling pays for the rest of them.
      requireInteger(this, `${setting}: coolAfterDays`, cool, { min: COOL_DAYS, max: 99_999 }, remedy);
    }
    if (cold !== undefined) {
      const min = cool === undefined ? COLD_DAYS : Math.max(COLD_DAYS, cool + COOL_DAYS);
      requireInteger(this, `${setting}: coldAfterDays`, cold, { min, max: 99_999 }, remedy);
    }
  }
}

function toProvider(rule: LifecycleRule): StorageManagementPolicyRule {
  const { coolAfterDays, coldAfterDays, archiveAfterDays } = rule;
  const baseBlob = {
    ...(coolAfterDays === undefined ? {} : { tierToCoolAfterDaysSinceModificationGreaterThan: coolAfterDays }),
    ...(coldAfterDays === undefined ? {} : { tierToColdAfterDaysSinceModificationGreaterThan: coldAfterDays }),
    ...(archiveAfterDays === undefined ? {} : { tierToArchiveAfterDaysSinceModificationGreaterThan: archiveAfterDays }),
  } satisfies StorageManagementPolicyRuleActionsBaseBlob;
  return {
    name: rule.name,
    enabled: true,
    filters: { blobTypes: ['blockBlob'], prefixMatch: [...rule.prefixes] },
    actions: { baseBlob },
  };
}
