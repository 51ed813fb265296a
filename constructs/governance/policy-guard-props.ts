export interface PolicyGuardProps {
  /** Distinguishes the definitions within a subscription: letters, digits and hyphens, at most 40. */
  readonly suffix: string;
  /** What the policies hold for. */
  readonly resourceGroupId: string;
  /** Tags that everything taggable must carry; at least one. */
  readonly requiredTags: readonly string[];
  /** Short names of regions, such as `eastus`; at least one. */
  readonly allowedRegions: readonly string[];
  /** Whether violations are stopped; otherwise Azure only reports them. @default true, because a report stops nobody */
  readonly enforce?: boolean;
}
