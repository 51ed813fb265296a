import { isGuid } from '../../azure/guid';

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

export function checkGuid(setting: string, value: string): Check {
  return check(setting, value, isGuid(value), 'a GUID');
}
