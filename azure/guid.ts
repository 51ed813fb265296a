const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text is a GUID: what every principal, tenant, subscription and workbook is named by. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}
