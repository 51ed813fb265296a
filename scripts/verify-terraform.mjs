/**
 * `terraform validate`, and `terraform test` with a mocked provider, over every synthesized stack, where a Terraform binary
 * and a mirror of exactly our azurerm are at hand. Elsewhere it prints a counted skip with the reason; a skip is no pass.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';

const AZURERM = '4.55.0';
const SUBSCRIPTION = '/subscriptions/00000000-0000-4000-8000-0000000000f0/resourceGroups/rg/providers';

/** Ids that other resources parse must look real; everything else is made up by Terraform. */
const MOCKED = {
  azurerm_resource_group: { id: '/subscriptions/00000000-0000-4000-8000-0000000000f0/resourceGroups/rg' },
  azurerm_storage_account: { id: `${SUBSCRIPTION}/Microsoft.Storage/storageAccounts/stlake` },
  azurerm_storage_container: {
    id: `${SUBSCRIPTION}/Microsoft.Storage/storageAccounts/stlake/blobServices/default/containers/bronze`,
  },
  azurerm_synapse_workspace: { id: `${SUBSCRIPTION}/Microsoft.Synapse/workspaces/synw` },
  azurerm_synapse_spark_pool: { id: `${SUBSCRIPTION}/Microsoft.Synapse/workspaces/synw/bigDataPools/batch` },
  azurerm_synapse_sql_pool: { id: `${SUBSCRIPTION}/Microsoft.Synapse/workspaces/synw/sqlPools/serving` },
  azurerm_data_factory: { id: `${SUBSCRIPTION}/Microsoft.DataFactory/factories/adf` },
  azurerm_key_vault: { id: `${SUBSCRIPTION}/Microsoft.KeyVault/vaults/kv`, vault_uri: 'https://kv.vault.azure.net/' },
  azurerm_log_analytics_workspace: { id: `${SUBSCRIPTION}/Microsoft.OperationalInsights/workspaces/log` },
  azurerm_monitor_action_group: { id: `${SUBSCRIPTION}/Microsoft.Insights/actionGroups/ag` },
  azurerm_automation_account: { id: `${SUBSCRIPTION}/Microsoft.Automation/automationAccounts/aa` },
  azurerm_user_assigned_identity: { id: `${SUBSCRIPTION}/Microsoft.ManagedIdentity/userAssignedIdentities/id` },
  azurerm_virtual_network: { id: `${SUBSCRIPTION}/Microsoft.Network/virtualNetworks/vnet` },
  azurerm_subnet: { id: `${SUBSCRIPTION}/Microsoft.Network/virtualNetworks/vnet/subnets/snet` },
  azurerm_network_security_group: { id: `${SUBSCRIPTION}/Microsoft.Network/networkSecurityGroups/nsg` },
};

const environment = { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
const binary = process.env.TERRAFORM_BINARY_NAME ?? 'terraform';
const work = mkdtempSync(join(tmpdir(), 'medallion-terraform-'));
try {
  process.exitCode = main() ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

function main() {
  const output = join(work, 'out');
  const synthesized = spawnSync(process.execPath, [join(root, 'dist', 'main.js')], {
    cwd: root,
    env: { ...environment, CDKTF_OUTDIR: output },
    stdio: 'inherit',
  });
  if (synthesized.status !== 0) return false;
  const stacks = readdirSync(join(output, 'stacks')).sort();
  const missing = whatIsMissing();
  if (missing !== undefined) {
    console.log(`terraform tier: 0 passed, 0 failed, ${stacks.length * 2} skipped (${missing})`);
    return true;
  }
  const failed = stacks.flatMap((stack) => [validate(output, stack), test(output, stack)]).filter((ok) => !ok).length;
  const fixture = !validate(join(root, 'policies', 'examples', 'bad'), 'prod-diagnostics', false);
  if (!fixture) console.log('The bad fixture is valid to Terraform: the tier proves nothing.');
  console.log(`terraform tier: ${stacks.length * 2 - failed} passed, ${failed} failed, 0 skipped`);
  return failed === 0 && fixture;
}

/** @returns {string | undefined} */
function whatIsMissing() {
  const version = spawnSync(binary, ['version', '-json'], { encoding: 'utf8', env: environment });
  if (version.status !== 0) return `no ${binary} on this machine`;
  const [major = 0, minor = 0] = String(JSON.parse(version.stdout).terraform_version).split('.').map(Number);
  if (major < 1 || (major === 1 && minor < 7)) return `${binary} is older than 1.7, which has no mocked providers`;
  const config = process.env.TF_CLI_CONFIG_FILE;
  if (config === undefined || !existsSync(config)) return 'TF_CLI_CONFIG_FILE names no file with a provider mirror';
  const mirrors = [...readFileSync(config, 'utf8').matchAll(/path\s*=\s*"([^"]+)"/g)].map(([, path = '']) => path);
  return mirrors.some(holdsAzurerm) ? undefined : `no provider mirror for azurerm ${AZURERM}`;
}

/** @param {string} mirror unpacked, or as zip files */
function holdsAzurerm(mirror) {
  if (!existsSync(mirror)) return false;
  return readdirSync(mirror)
    .map((host) => join(mirror, host, 'hashicorp', 'azurerm'))
    .filter((folder) => existsSync(folder))
    .some((folder) => readdirSync(folder).some((name) => name === AZURERM || name.includes(`_${AZURERM}_`)));
}

/** @param {string} output @param {string} stack @returns {boolean} */
function validate(output, stack, tell = true) {
  const folder = prepare(output, stack);
  const { stdout, status } = terraform(folder, ['validate', '-json']);
  const { diagnostics = [] } = status === null ? {} : JSON.parse(stdout === '' ? '{}' : stdout);
  const errors = diagnostics.filter((/** @type {{severity: string}} */ one) => one.severity === 'error');
  for (const { address, summary, detail } of tell ? errors : [])
    console.log(`${stack}: ${address}: ${summary} ${detail}`);
  return status === 0 && errors.length === 0;
}

/** @param {string} output @param {string} stack @returns {boolean} */
function test(output, stack) {
  const folder = prepare(output, stack);
  mkdirSync(join(folder, 'tests'));
  const mock = Object.entries(MOCKED).map(([type, defaults]) => ({ [type]: { defaults } }));
  const plan = { mock_provider: { azurerm: { mock_resource: mock } }, run: { applies: { command: 'apply' } } };
  writeFileSync(join(folder, 'tests', 'stack.tftest.json'), JSON.stringify(plan));
  const { status, stdout, stderr } = terraform(folder, ['test']);
  if (status !== 0) console.log(`${stack}: terraform test\n${stdout}${stderr}`);
  return status === 0;
}

/** @param {string} output @param {string} stack a copy that is initialized without its backend */
function prepare(output, stack) {
  const folder = mkdtempSync(join(work, `${stack}-`));
  cpSync(join(output, 'stacks', stack), folder, { recursive: true });
  const { status, stderr } = terraform(folder, ['init', '-backend=false', '-input=false']);
  if (status !== 0) throw new Error(`${stack}: terraform init failed\n${stderr}`);
  return folder;
}

/** @param {string} folder @param {readonly string[]} args */
function terraform(folder, args) {
  return spawnSync(binary, args, { cwd: folder, env: environment, encoding: 'utf8', maxBuffer: 1 << 28 });
}
