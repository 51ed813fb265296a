/**
 * Props that mean the same on every construct that has them. A construct extends exactly those that its Azure type can
 * honour, so that no prop is silently without effect: `interface LakeStorageProps extends WithDiagnostics, WithLock {...}`.
 *
 * What no prop offers goes through the resource that every construct exports. An override is written after all typed
 * values, and is judged like them when the stack is written, in a lake and in a stack of one's own:
 *
 * @example lake.storage.account.addOverride('routing', { publish_microsoft_endpoints: true });
 */
export interface WithDiagnostics {
  /** Where the resource sends its logs and metrics. @default - nowhere; a lakehouse sends everything to its own logs */
  readonly diagnostics?: DiagnosticsSettings;
}

export interface DiagnosticsSettings {
  /** ARM id of a Log Analytics workspace. */
  readonly logWorkspaceId: string;
  /**
   * Log categories, each of which the type must have: Azure refuses an unknown one in the middle of a deployment.
   * @default - those of `observability/diagnostic-categories.ts`, which exclude categories whose cost outweighs their value
   */
  readonly logCategories?: readonly string[];
}

export interface WithPrivateEndpoints {
  /** One for each subresource that clients inside the network use. @default - none: reached through its firewall */
  readonly privateEndpoints?: readonly PrivateEndpointSettings[];
}

export interface PrivateEndpointSettings {
  /** Exactly one of the type's subresources, such as `dfs`, `blob`, `vault`, `Sql`, `Dev`: Azure takes one an endpoint. */
  readonly subresource: string;
  /** ARM id of the subnet in which the endpoint gets its address. */
  readonly subnetId: string;
  /** ARM ids of the private DNS zones of the subresource; without them names still resolve to the public address. */
  readonly privateDnsZoneIds: readonly string[];
}

export interface WithCustomerManagedKey {
  /**
   * Key of one's own that encrypts the resource. On a workspace it can only be chosen when the workspace is made.
   * @default - a key that Azure keeps and rotates
   */
  readonly customerManagedKey?: CustomerManagedKeySettings;
}

export interface CustomerManagedKeySettings {
  /** Key Vault id of the key without a version, so that a rotation is picked up by itself. */
  readonly keyId: string;
  /** ARM id of the user-assigned identity that may wrap and unwrap with it. It must hold the role before it is used. */
  readonly identityId: string;
}

export interface WithLock {
  /** Stops deletion at and below the resource until the lock is removed. @default - none */
  readonly lock?: LockSettings;
}

export interface LockSettings {
  readonly name: string;
  /** What would be lost, 1 to 512 characters; shown to whoever is stopped. */
  readonly reason: string;
}

export interface WithTags {
  /** Beside the tags of the environment; on a clash the resource's own win. @default - those of the environment only */
  readonly tags?: Readonly<Record<string, string>>;
}
