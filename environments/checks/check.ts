/** One setting of an environment, judged. */
export interface Check {
  readonly setting: string;
  readonly value: unknown;
  readonly valid: boolean;
  readonly allowed: string;
}

export function check(setting: string, value: unknown, valid: boolean, allowed: string): Check {
  return { setting, value, valid, allowed };
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function checkGuid(setting: string, value: string): Check {
  return check(setting, value, GUID.test(value), 'a GUID');
}
