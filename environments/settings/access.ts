/** A group in Entra ID. People are never named by themselves. */
export interface Group {
  readonly name: string;
  readonly objectId: string;
}

export interface AccessSettings {
  /** Administrators of the Synapse workspace and its SQL pools. */
  readonly administrators: Group;
  readonly engineers: Group;
  /** Whether engineers may write data and artifacts by hand, or only read what is not personal. */
  readonly engineersMayWrite: boolean;
  readonly analysts: Group;
  /** Data scientists: they read silver, where personal data is tokens, and gold. */
  readonly scientists: Group;
  /** They read evidence and logs, and no business data. */
  readonly auditors: Group;
  readonly operators: Group;
  /** The identity that runs deployments: it publishes releases and artifacts. */
  readonly deployers: Group;
}

export interface Contact {
  readonly name: string;
  readonly email: string;
}
