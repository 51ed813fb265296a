import type { Json, JsonObject } from '../../../shared/json';
import { dataFactoryManagedVnet } from '../../../policies/rules/data-factory-managed-vnet';
import { keyVaultNetworkDefaultDeny } from '../../../policies/rules/key-vault-network-default-deny';
import { networkSecurityGroupClosed } from '../../../policies/rules/network-security-group-closed';
import { noPublicEndpoints } from '../../../policies/rules/no-public-endpoints';
import { privateEndpointDnsZone } from '../../../policies/rules/private-endpoint-dns-zone';
import { privateEndpointOneSubresource } from '../../../policies/rules/private-endpoint-one-subresource';
import { synapseExfiltrationNeedsVnet } from '../../../policies/rules/synapse-exfiltration-needs-vnet';
import { synapseFirewallAzureServices } from '../../../policies/rules/synapse-firewall-azure-services';
import { synapseFirewallRange } from '../../../policies/rules/synapse-firewall-range';
import { synapsePublicAccessNeedsVnet } from '../../../policies/rules/synapse-public-access-needs-vnet';
import { finds, isOpen, passes, stackOf, type RuleCases } from '../harness';

const ENDPOINT = 'azurerm_private_endpoint.dfs';
const ZONE = 'azurerm_private_dns_zone.zone';
const endpoint = (
  subresource_names: Json,
  zones: Json = [`\${${ZONE}.id}`],
  zone: Json = 'privatelink.dfs.core.windows.net',
) =>
  stackOf({
    [ENDPOINT]: {
      private_service_connection: [{ name: 'c', subresource_names }],
      ...(zones === null ? {} : { private_dns_zone_group: [{ name: 'z', private_dns_zone_ids: zones }] }),
    },
    [ZONE]: { name: zone },
  });

export const oneSubresource: RuleCases = {
  rule: privateEndpointOneSubresource,
  address: ENDPOINT,
  cases: [
    passes('dfs', endpoint(['dfs'])),
    finds('two', endpoint(['dfs', 'blob']), '[dfs, blob]'),
    finds('none', endpoint([]), 'exactly one'),
    isOpen('behind a variable', endpoint(['${var.s}'])),
    isOpen('a list behind a variable', endpoint('${var.s}')),
  ],
};

export const dnsZone: RuleCases = {
  rule: privateEndpointDnsZone,
  address: ENDPOINT,
  cases: [
    passes('the zone of dfs', endpoint(['dfs'])),
    passes('the zone of Sql, by id', endpoint(['Sql'], ['/x/privateDnsZones/privatelink.sql.azuresynapse.net'])),
    passes('a subresource whose zone is not in the table', endpoint(['azuremonitor'])),
    finds('no zone', endpoint(['dfs'], null), 'stays public'),
    finds('another zone', endpoint(['vault']), 'must hold privatelink.vaultcore.azure.net'),
    isOpen('a zone behind a variable', endpoint(['dfs'], ['${var.zone}'])),
    isOpen('a zone whose name is computed', endpoint(['dfs'], [`\${${ZONE}.id}`], '${var.name}')),
  ],
};

const WORKSPACE = 'azurerm_synapse_workspace.synapse';
const workspace = (body: JsonObject) => stackOf({ [WORKSPACE]: body });

export const publicAccessNeedsVnet: RuleCases = {
  rule: synapsePublicAccessNeedsVnet,
  address: WORKSPACE,
  cases: [
    passes(
      'private, managed',
      workspace({ public_network_access_enabled: false, managed_virtual_network_enabled: true }),
    ),
    passes('public', workspace({})),
    finds('private without the network', workspace({ public_network_access_enabled: false }), 'must be true'),
    finds(
      'private beside a network that is off',
      workspace({ public_network_access_enabled: 'false', managed_virtual_network_enabled: false }),
    ),
    isOpen('behind a variable', workspace({ public_network_access_enabled: '${var.open}' })),
  ],
};

export const exfiltrationNeedsVnet: RuleCases = {
  rule: synapseExfiltrationNeedsVnet,
  address: WORKSPACE,
  cases: [
    passes(
      'protected, managed',
      workspace({ data_exfiltration_protection_enabled: true, managed_virtual_network_enabled: true }),
    ),
    passes('not protected', workspace({})),
    finds('protected without the network', workspace({ data_exfiltration_protection_enabled: true }), 'not set'),
    finds(
      'protected beside a network that is off',
      workspace({ data_exfiltration_protection_enabled: true, managed_virtual_network_enabled: false }),
    ),
    isOpen('behind a variable', workspace({ data_exfiltration_protection_enabled: '${var.p}' })),
  ],
};

const FIREWALL = 'azurerm_synapse_firewall_rule.rule';
const firewall = (name: Json, start_ip_address: Json, end_ip_address: Json) =>
  stackOf({ [FIREWALL]: { name, start_ip_address, end_ip_address } });

export const firewallAzureServices: RuleCases = {
  rule: synapseFirewallAzureServices,
  address: FIREWALL,
  cases: [
    passes('Azure services', firewall('AllowAllWindowsAzureIps', '0.0.0.0', '0.0.0.0')),
    passes('an office', firewall('office', '203.0.113.0', '203.0.113.255')),
    finds('the internet under the name of Azure', firewall('AllowAllWindowsAzureIps', '0.0.0.0', '255.255.255.255')),
    finds('Azure under another name', firewall('office', '0.0.0.0', '0.0.0.0'), 'must be AllowAllWindowsAzureIps'),
    isOpen('behind a variable', firewall('AllowAllWindowsAzureIps', '0.0.0.0', '${var.end}')),
  ],
};

export const firewallRange: RuleCases = {
  rule: synapseFirewallRange,
  address: FIREWALL,
  cases: [
    passes('an office', firewall('office', '203.0.113.0', '203.0.113.255')),
    passes('one address', firewall('runner', '203.0.113.7', '203.0.113.7')),
    passes('a whole /16', firewall('campus', '203.0.0.0', '203.0.255.255')),
    finds('the internet', firewall('all', '0.0.0.0', '255.255.255.255'), '4294967296 addresses'),
    finds('from the higher to the lower', firewall('office', '203.0.113.255', '203.0.113.0')),
    finds('no address', firewall('office', 'office', '203.0.113.300'), 'not a range'),
    isOpen('behind a variable', firewall('office', '${var.start}', '203.0.113.0')),
  ],
};

const VAULT = 'azurerm_key_vault.vault';
const vault = (body: JsonObject) => stackOf({ [VAULT]: body });

export const vaultDefaultDeny: RuleCases = {
  rule: keyVaultNetworkDefaultDeny,
  address: VAULT,
  cases: [
    passes('a firewall', vault({ network_acls: { default_action: 'Deny', bypass: 'AzureServices' } })),
    passes('no public access', vault({ public_network_access_enabled: false })),
    finds('nothing', vault({}), 'not set'),
    finds('a firewall that lets all in', vault({ network_acls: { default_action: 'Allow' } }), 'Allow'),
    isOpen('behind a variable', vault({ network_acls: { default_action: '${var.a}' } })),
  ],
};

const GROUP = 'azurerm_network_security_group.subnet';
const nsg = (...rules: readonly JsonObject[]) => stackOf({ [GROUP]: { security_rule: rules } });
const inbound = {
  name: 'in',
  direction: 'Inbound',
  access: 'Allow',
  protocol: 'Tcp',
  source_address_prefix: '10.0.0.0/24',
};

export const nsgClosed: RuleCases = {
  rule: networkSecurityGroupClosed,
  address: GROUP,
  cases: [
    passes('a subnet', nsg(inbound)),
    passes('no rule', stackOf({ [GROUP]: {} })),
    passes('a refusal', nsg({ ...inbound, access: 'Deny', source_address_prefix: '*' })),
    passes('the way out', nsg({ ...inbound, direction: 'Outbound', source_address_prefix: '*' })),
    finds('the internet', nsg({ ...inbound, source_address_prefix: 'Internet' }), 'Internet'),
    finds(
      'anyone, by the second rule and over UDP',
      nsg(inbound, { ...inbound, protocol: 'Udp', source_address_prefix: '*' }),
    ),
    finds(
      'anyone, in a list',
      nsg({ ...inbound, source_address_prefix: null, source_address_prefixes: ['0.0.0.0/0'] }),
    ),
    isOpen('a source behind a variable', nsg({ ...inbound, source_address_prefix: '${var.source}' })),
    isOpen('rules generated by Terraform', stackOf({ [GROUP]: { dynamic: { security_rule: {} } } })),
  ],
};

const FACTORY = 'azurerm_data_factory.factory';
const factory = (body: JsonObject) => stackOf({ [FACTORY]: body });

export const managedVnet: RuleCases = {
  rule: dataFactoryManagedVnet,
  address: FACTORY,
  cases: [
    passes('managed', factory({ managed_virtual_network_enabled: true })),
    finds('not stated', factory({}), 'not set'),
    finds('off', factory({ managed_virtual_network_enabled: false })),
    isOpen('behind a variable', factory({ managed_virtual_network_enabled: '${var.m}' })),
  ],
};

export const noPublic: RuleCases = {
  rule: noPublicEndpoints,
  address: FACTORY,
  cases: [
    passes('private', factory({ public_network_enabled: false })),
    finds('not stated', factory({}), 'public_network_enabled is not set'),
    finds('public', factory({ public_network_enabled: true })),
    isOpen('behind a variable', factory({ public_network_enabled: '${var.p}' })),
  ],
};
