export const IMPORTANCES = ['low', 'below_normal', 'normal', 'above_normal', 'high'] as const;
export type Importance = (typeof IMPORTANCES)[number];

/** Share of a dedicated SQL pool that one kind of work gets, and who does that work. */
export interface WorkloadGroupSettings {
  /** 1 to 128 letters, digits and underscores. */
  readonly name: string;
  /** Percent that is kept free for the group, 0 to 100; over all groups of a pool at most 100. */
  readonly minPercent: number;
  /** Percent that the group may take, 1 to 100 and not below `minPercent`. */
  readonly maxPercent: number;
  /**
   * Percent that one query gets at least, 0.75 to 100. It divides `minPercent`, so that no part of the reservation lies idle.
   * DW100c gives no query less than 25.
   */
  readonly percentPerQuery: number;
  /** @default normal, like work that belongs to no group */
  readonly importance?: Importance;
  /** Seconds after which a query is stopped. @default 3600: a query that runs for an hour was meant for a night */
  readonly timeoutSeconds?: number;
  /** Whose queries belong to it; at least one. */
  readonly classifiers: readonly ClassifierSettings[];
}

export interface ClassifierSettings {
  /** 1 to 128 letters, digits and underscores. */
  readonly name: string;
  /** Database user or role. It must exist first: users come with the SQL scripts of a release. */
  readonly member: string;
  /** Only queries that carry this label (`OPTION (LABEL = ...)`). @default - all of the member's */
  readonly label?: string;
  /** `HH:MM` to `HH:MM`, UTC, in which it applies. @default - always */
  readonly between?: { readonly from: string; readonly to: string };
}
