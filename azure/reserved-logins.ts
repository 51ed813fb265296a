/** Names that Azure SQL and Synapse keep for themselves (Azure SQL documentation, reserved administrator names). */
const RESERVED = [
  ...['admin', 'administrator', 'azure_superuser', 'dbmanager', 'dbo', 'guest', 'information_schema', 'loginmanager'],
  ...['null', 'public', 'root', 'sa', 'sys', 'sysadmin', 'user'],
];

/** Whether Azure refuses a name as the login of an administrator. */
export function isReservedLogin(name: string): boolean {
  return RESERVED.includes(name.toLowerCase()) || /^(?:db_|##|pg_|azure_)/i.test(name);
}
