import type { Names } from '../naming';

export interface LakeNetworkProps {
  readonly names: Names;
  readonly resourceGroupName: string;
  readonly location: string;
  /** `/16` to `/26`, private (RFC 1918). It can be widened later, never moved while endpoints stand in it. */
  readonly addressSpace: string;
}
