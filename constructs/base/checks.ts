import { isGuid } from '../../azure/guid';
import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { UserError } from '../../shared/errors';

export interface Refusal {
  /** Kind of the fault, in kebab-case. @default 'setting-refused' */
  readonly code?: string;
  /** The prop, as the caller wrote it. */
  readonly setting: string;
  readonly value: unknown;
  readonly allowed: string;
  readonly remedy: string;
}

/** A setting that Azure or the provider would refuse, ignore or punish later; found while the construct is made. */
export class ConfigurationError extends UserError {
  constructor(
    readonly path: string,
    readonly refusal: Refusal,
  ) {
    const { code = 'setting-refused', setting, value, allowed, remedy } = refusal;
    super(code, `${path}: ${setting} is ${JSON.stringify(value) ?? 'not set'}; allowed: ${allowed}`, remedy);
  }

  override get at(): string {
    return this.path;
  }
}

/** @throws ConfigurationError naming the construct, the setting, its value and what is allowed */
export function refuse(scope: IConstruct, refusal: Refusal): never {
  throw new ConfigurationError(scope.node.path, refusal);
}

/** Refuses unless `valid` holds. A value known only to Terraform cannot be judged here and passes. */
export function requireThat(scope: IConstruct, valid: () => boolean, refusal: Refusal): void {
  if (isKnown(refusal.value) && !valid()) refuse(scope, refusal);
}

/** False for tokens, and for expressions that Terraform evaluates. */
function isKnown(value: unknown): boolean {
  return !Token.isUnresolved(value) && !(typeof value === 'string' && value.includes('${'));
}

/** A whole number within its bounds. */
export function requireInteger(
  scope: IConstruct,
  setting: string,
  value: number,
  bounds: { readonly min: number; readonly max: number },
  remedy: string,
): void {
  requireThat(scope, () => Number.isInteger(value) && value >= bounds.min && value <= bounds.max, {
    code: 'setting-out-of-range',
    setting,
    value,
    allowed: `a whole number from ${String(bounds.min)} to ${String(bounds.max)}`,
    remedy,
  });
}

/** One of a closed list; the bindings type every enum of Azure as `string`. */
export function requireOneOf(
  scope: IConstruct,
  setting: string,
  value: string,
  allowed: readonly string[],
  remedy: string,
): void {
  requireThat(scope, () => allowed.includes(value), {
    code: 'unknown-setting-value',
    setting,
    value,
    allowed: allowed.join(', '),
    remedy,
  });
}

/** A UUID, which is what every principal, tenant and subscription is; the provider checks some of them only. */
export function requireGuid(scope: IConstruct, setting: string, value: string, remedy: string): void {
  requireThat(scope, () => isGuid(value), {
    code: 'setting-not-a-guid',
    setting,
    value,
    allowed: 'a GUID',
    remedy,
  });
}
