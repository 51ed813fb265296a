export interface PipelineSettings {
  readonly frequency: 'Hour' | 'Day';
  /** Every how many hours or days. */
  readonly interval: number;
  /** `HH:MM`, UTC; daily schedules only. @default - none: an hourly schedule has no time of day */
  readonly at?: string;
  /** RFC 3339, UTC. Pinned, because the provider would otherwise plan a change every time. */
  readonly startTime: string;
  /** Whether the trigger runs; a stopped one is started by hand for a first look. */
  readonly active: boolean;
}
