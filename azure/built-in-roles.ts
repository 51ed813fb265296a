/** Ids of the built-in roles that rules judge by (Azure built-in roles documentation, 2026-11). They are the same in every tenant. */
const ROLE_IDS: Readonly<Record<string, string>> = {
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': 'Owner',
  'b24988ac-6180-42a0-ab88-20f7382dd24c': 'Contributor',
  'acdd72a7-3385-48ef-bd42-f606fba81ae7': 'Reader',
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9': 'User Access Administrator',
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168': 'Role Based Access Control Administrator',
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe': 'Storage Blob Data Contributor',
  '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1': 'Storage Blob Data Reader',
  'db58b8e5-c6ad-4a2a-8342-4190687cbf4a': 'Storage Blob Delegator',
};

/** Built-in roles of the services that a lake is made of and stands beside, by their exact name. */
export const ROLE_NAMES: readonly string[] = [
  ...Object.values(ROLE_IDS),
  ...['AcrDelete', 'AcrImageSigner', 'AcrPull', 'AcrPush', 'Automation Contributor', 'Automation Job Operator'],
  ...['Automation Operator', 'Automation Runbook Operator', 'Azure Event Hubs Data Owner'],
  ...['Azure Event Hubs Data Receiver', 'Azure Event Hubs Data Sender', 'Azure Kubernetes Service Cluster Admin Role'],
  ...['Azure Kubernetes Service Cluster User Role', 'Azure Kubernetes Service Contributor Role'],
  ...['Azure Kubernetes Service RBAC Admin', 'Azure Kubernetes Service RBAC Cluster Admin'],
  ...['Azure Kubernetes Service RBAC Reader', 'Azure Kubernetes Service RBAC Writer'],
  ...['Azure Service Bus Data Owner', 'Azure Service Bus Data Receiver', 'Azure Service Bus Data Sender'],
  ...['Backup Contributor', 'Backup Operator', 'Backup Reader', 'Billing Reader', 'Cognitive Services Contributor'],
  ...['Cognitive Services User', 'Cognitive Services OpenAI User', 'Cost Management Contributor'],
  ...['Cost Management Reader', 'Data Factory Contributor', 'DNS Zone Contributor', 'EventGrid Contributor'],
  ...['EventGrid Data Sender', 'EventGrid EventSubscription Contributor', 'EventGrid EventSubscription Reader'],
  ...['Key Vault Administrator', 'Key Vault Certificate User', 'Key Vault Certificates Officer'],
  ...['Key Vault Contributor', 'Key Vault Crypto Officer', 'Key Vault Crypto Service Encryption User'],
  ...['Key Vault Crypto Service Release User', 'Key Vault Crypto User', 'Key Vault Data Access Administrator'],
  ...['Key Vault Reader', 'Key Vault Secrets Officer', 'Key Vault Secrets User', 'Log Analytics Contributor'],
  ...['Log Analytics Reader', 'Logic App Contributor', 'Logic App Operator', 'Managed Application Operator Role'],
  ...['Managed HSM contributor', 'Managed Identity Contributor', 'Managed Identity Operator'],
  ...['Monitoring Contributor', 'Monitoring Metrics Publisher', 'Monitoring Reader', 'Network Contributor'],
  ...[
    'Private DNS Zone Contributor',
    'Reader and Data Access',
    'Resource Policy Contributor',
    'Search Service Contributor',
  ],
  ...['Search Index Data Contributor', 'Search Index Data Reader', 'Security Admin', 'Security Reader'],
  ...['SQL DB Contributor', 'SQL Managed Instance Contributor', 'SQL Security Manager', 'SQL Server Contributor'],
  ...['Storage Account Backup Contributor', 'Storage Account Contributor'],
  ...['Storage Account Key Operator Service Role', 'Storage File Data Privileged Contributor'],
  ...['Storage File Data Privileged Reader', 'Storage File Data SMB Share Contributor'],
  ...['Storage File Data SMB Share Elevated Contributor', 'Storage File Data SMB Share Reader'],
  ...['Storage Queue Data Contributor', 'Storage Queue Data Message Processor', 'Storage Queue Data Message Sender'],
  ...['Storage Queue Data Reader', 'Storage Table Data Contributor', 'Storage Table Data Reader', 'Tag Contributor'],
  ...['Virtual Machine Administrator Login', 'Virtual Machine Contributor', 'Virtual Machine User Login'],
  ...['Website Contributor', 'Web Plan Contributor', 'Workbook Contributor', 'Workbook Reader'],
];

const BY_LOWER_CASE = new Map(ROLE_NAMES.map((name) => [name.toLowerCase(), name]));

/** The exact name of a built-in role written in any case; undefined for one that is not in the list. */
export function builtInRole(name: string): string | undefined {
  return BY_LOWER_CASE.get(name.trim().toLowerCase());
}

/** The name behind the ARM id of a role definition, with or without a subscription in front, in any case. */
export function builtInRoleOfId(id: string): string | undefined {
  return ROLE_IDS[/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/i.exec(id)?.[1]?.toLowerCase() ?? ''];
}
