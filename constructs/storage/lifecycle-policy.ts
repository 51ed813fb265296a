import {
  StorageManagementPolicy,
  type StorageManagementPolicyRule,
  type StorageManagementPolicyRuleActionsBaseBlob,
} from '@cdktf/provider-azurerm/lib/storage-management-policy';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { isZonal, type Replication } from '../../azure/replication';
import { refuse, requireInteger, requireThat } from '../base/checks';
import { CONTAINERS, containerName, RAW_CONTAINER, type ContainerSpec } from './containers';
import type { LifecyclePolicyProps } from './lifecycle-policy-props';
import type { LifecycleRuleBlock } from './lifecycle-rules';

const MAX_RULES = 100;
const MAX_PREFIXES = 10;

/**
 * Days that a tier bills at least (Azure Blob Storage documentation); leaving it sooner costs the rest, as a rewrite by
 * OPTIMIZE does.
 */
const COOL_DAYS = 30;
const COLD_DAYS = 90;
const ARCHIVE_DAYS = 180;

/**
 * The one lifecycle policy of a storage account.
 *
 * @throws ConfigurationError for an archive step on zone-redundant storage or over Delta tables, steps in the wrong order or
 * sooner than a tier's minimum stay, a prefix without its container, and rules beyond Azure's limits
 *
 * @example
 * new LifecyclePolicy(stack, 'Lifecycle', {
 *   storageAccountId: storage.account.id,
 *   replication: 'GRS',
 *   rules: [{ name: 'events', prefixes: ['landing/crm/events/'], archiveAfterDays: 90, deleteAfterDays: 730 }],
 * });
 */
export class LifecyclePolicy extends Judged {
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
    const containers = props.containers ?? CONTAINERS.map((layer) => ({ layer }));
    props.rules.forEach((rule) => this.checkRule(rule, props.replication, containers));
    this.policy = new StorageManagementPolicy(this, 'Resource', {
      storageAccountId: props.storageAccountId,
      rule: props.rules.map(toProvider),
    });
  }

  private checkRule(rule: LifecycleRuleBlock, replication: Replication, containers: readonly ContainerSpec[]): void {
    const { name, prefixes, archiveAfterDays, deleteAfterDays } = rule;
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
    const offline = archiveAfterDays !== undefined ? 'archive' : deleteAfterDays !== undefined ? 'delete' : undefined;
    for (const prefix of prefixes) this.checkPrefix(setting, prefix, containers, offline);
    if (archiveAfterDays !== undefined && isZonal(replication)) {
      refuse(this, {
        setting: `${setting}: archiveAfterDays`,
        value: archiveAfterDays,
        allowed: `no archive on ${replication}: zone-redundant accounts have no archive tier`,
        remedy: 'Use LRS, GRS or RAGRS, or take archiveAfterDays out of the contracts.',
      });
    }
    this.checkOrder(setting, rule);
  }

  private checkPrefix(
    setting: string,
    prefix: string,
    containers: readonly ContainerSpec[],
    offline: 'archive' | 'delete' | undefined,
  ): void {
    const owner = containers.find((spec) => prefix.startsWith(`${containerName(spec)}/`));
    requireThat(this, () => owner !== undefined, {
      setting: `${setting}: prefix`,
      value: prefix,
      allowed: `<container>/<path>, with one of ${containers.map(containerName).join(', ')}`,
      remedy: 'Start the prefix with the name of its container.',
    });
    if (offline !== undefined && owner?.layer !== RAW_CONTAINER) {
      refuse(this, {
        setting: `${setting}: prefix of ${offline === 'archive' ? 'an archive' : 'a delete'} step`,
        value: prefix,
        allowed: `${RAW_CONTAINER}/ only: a file of a Delta table that is gone or offline breaks every query that needs it`,
        remedy: 'Tier Delta tables to cool or cold, which stay online, and delete rows by DELETE and VACUUM.',
      });
    }
  }

  /** Each step later than the one before by the days that the tier before bills anyway. */
  private checkOrder(setting: string, rule: LifecycleRuleBlock): void {
    const steps = [
      { name: 'coolAfterDays', days: rule.coolAfterDays, least: COOL_DAYS, stay: COOL_DAYS },
      { name: 'coldAfterDays', days: rule.coldAfterDays, least: COLD_DAYS, stay: COLD_DAYS },
      { name: 'archiveAfterDays', days: rule.archiveAfterDays, least: 0, stay: ARCHIVE_DAYS },
      { name: 'deleteAfterDays', days: rule.deleteAfterDays, least: 0, stay: 0 },
    ];
    let earliest = 0;
    for (const { name, days, least, stay } of steps) {
      if (days === undefined) continue;
      const min = Math.max(least, earliest);
      requireInteger(this, `${setting}: ${name}`, days, { min, max: 99_999 }, 'Correct the tiering of the contract.');
      earliest = days + stay;
    }
  }
}

function toProvider(rule: LifecycleRuleBlock): StorageManagementPolicyRule {
  const { coolAfterDays, coldAfterDays, archiveAfterDays, deleteAfterDays } = rule;
  const baseBlob = {
    ...(coolAfterDays === undefined ? {} : { tierToCoolAfterDaysSinceModificationGreaterThan: coolAfterDays }),
    ...(coldAfterDays === undefined ? {} : { tierToColdAfterDaysSinceModificationGreaterThan: coldAfterDays }),
    ...(archiveAfterDays === undefined ? {} : { tierToArchiveAfterDaysSinceModificationGreaterThan: archiveAfterDays }),
    ...(deleteAfterDays === undefined ? {} : { deleteAfterDaysSinceModificationGreaterThan: deleteAfterDays }),
  } satisfies StorageManagementPolicyRuleActionsBaseBlob;
  return {
    name: rule.name,
    enabled: true,
    filters: { blobTypes: ['blockBlob'], prefixMatch: [...rule.prefixes] },
    actions: { baseBlob },
  };
}
