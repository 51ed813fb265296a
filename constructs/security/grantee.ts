/** Who receives a right. */
export interface Grantee {
  /** Literal, unique among the grantees of a lake: part of the address of every assignment. */
  readonly id: string;
  readonly principalId: string;
  /** Stated, so that Azure does not look up an identity that is not yet replicated. */
  readonly type: 'ServicePrincipal' | 'Group' | 'User';
  /** Tenant it belongs to: it can then get rights on that tenant's containers only. @default - none: platform or its people */
  readonly tenant?: string;
}
