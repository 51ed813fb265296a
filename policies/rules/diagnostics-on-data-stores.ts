import { parseReference, pointsOutside } from '../../synthesized/references';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../../synthesized/stack';
import { blocks, read } from '../../synthesized/values';

/** Where each data store's log hangs (below its id) and what the log must hold. */
const STORES: Readonly<Record<string, { readonly below: string; readonly categories: readonly string[] }>> = {
  // A storage account's own id has no log categories at all; writes and deletes through dfs are logged here too.
  azurerm_storage_account: { below: '/blobServices/default', categories: ['StorageWrite', 'StorageDelete'] },
  azurerm_key_vault: { below: '', categories: ['AuditEvent'] },
};

export const diagnosticsOnDataStores: Rule = {
  id: 'diagnostics-on-data-stores',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'Every storage account sends StorageWrite and StorageDelete of its blob service, and every Key Vault its AuditEvent, to Log Analytics.',
  why: 'Without these logs nobody can say who changed or deleted data, or who used the key behind the tokens. A setting on the account id looks right and logs nothing; Checkov has no rule for diagnostic settings.',
  remedy:
    'Add azurerm_monitor_diagnostic_setting with target <account id>/blobServices/default (or the vault id), the named categories and a log_analytics_workspace_id.',
  controls: ['CIS Azure 2.0.0: 3.13, 5.1.5', 'Well-Architected SE:10', 'GDPR art. 5(2)', 'GDPR art. 33'],
  source: 'Azure Monitor resource-log categories; azurerm#17172',
  evaluate: (stack) => forEach(resourcesOfType(stack, ...Object.keys(STORES)), (store) => judge(stack, store)),
};

function judge(stack: SynthesizedStack, store: StackResource): Outcome {
  const { below, categories } = STORES[store.type] ?? { below: '', categories: [] };
  const settings = resourcesOfType(stack, 'azurerm_monitor_diagnostic_setting').filter(
    ({ body }) => read(body, 'log_analytics_workspace_id').kind !== 'absent',
  );
  const own = settings.filter(({ body }) => {
    const target = parseReference(body['target_resource_id']);
    return target?.address === store.address && target.attribute === 'id' && target.suffix === below;
  });
  const logged = own.map(({ body }) => loggedCategories(body));
  const missing = categories.filter((category) => !logged.some((set) => set?.has(category) ?? false));
  if (missing.length === 0) {
    return COMPLIANT;
  }
  const undecided =
    logged.some((set) => set === undefined) ||
    settings.some(({ body }) => pointsOutside(stack, body['target_resource_id']));
  return undecided
    ? cannotDecide(`Whether ${missing.join(' and ')} are logged is known only to Terraform.`)
    : nonCompliant(`${missing.join(' and ')} of ${store.address}${below} reach no Log Analytics workspace.`);
}

/** Categories of a setting, with its groups spelled out; undefined when Terraform computes one of them. */
function loggedCategories(body: StackResource['body']): ReadonlySet<string> | undefined {
  const logs = blocks(body, 'enabled_log');
  const values = logs?.flatMap((log) => [read(log, 'category'), read(log, 'category_group')]);
  if (values === undefined || values.some(({ kind }) => kind === 'unresolved')) {
    return undefined;
  }
  const names = values.flatMap((value) => (value.kind === 'literal' ? [String(value.value)] : []));
  // For storage and vaults, `audit` holds every category that is named here.
  const all = names.some((name) => /^(?:allLogs|audit)$/i.test(name))
    ? Object.values(STORES).flatMap(({ categories }) => categories)
    : [];
  return new Set([...names, ...all]);
}
