/** The Microsoft Purview account that knows the lake. Scans, and who curates what, are set up in Purview itself. */
export type CatalogSettings = OwnCatalog | ExistingCatalog;

/** Made with the lake. An Entra tenant may be refused a second account: if it already has one, use kind `existing`. */
export interface OwnCatalog {
  readonly kind: 'own';
}

export interface ExistingCatalog {
  readonly kind: 'existing';
  /** ARM id of the account. */
  readonly accountId: string;
  /** Object id of the account's identity, which then reads what it scans. @default - it is granted nothing from here */
  readonly principalId?: string;
}
