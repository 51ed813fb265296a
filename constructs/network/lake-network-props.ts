import type { Names } from '../base/naming';
import type { WithDiagnostics, WithLock } from '../base/standard-props';

/** `diagnostics` are those of the security groups; the network itself logs nothing. */
export interface LakeNetworkProps extends WithDiagnostics, WithLock {
  readonly names: Names;
  readonly resourceGroupName: string;
  readonly location: string;
  /** `/16` to `/26`, private (RFC 1918). It can be widened later, never moved while endpoints stand in it. */
  readonly addressSpace: string;
}
