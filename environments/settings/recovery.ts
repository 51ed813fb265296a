import type { PipelineSettings } from './schedule';

/** Layers whose tables are copied to the backup account. Landing is delivered again by its sources, or read from its pair. */
export const BACKED_UP_LAYERS = ['bronze', 'silver', 'gold'] as const;
export type BackedUpLayer = (typeof BACKED_UP_LAYERS)[number];

/** How a lake comes back after its region, its account or its tables are lost. */
export interface RecoverySettings {
  /** Region of the backup account and of the recovery environment: the pair of the lake's own. */
  readonly region: string;
  /** When tables are copied to the backup account. */
  readonly backup: PipelineSettings;
  /** Hours that one backup may take; its data is as old as its start. At least 1. */
  readonly backupHours: number;
  /**
   * When a backup is restored into an empty place, verified, measured and removed again. It moves as much as a restore of everything,
   * on the pool of the pipeline. @default - when somebody starts it
   */
  readonly drill?: PipelineSettings;
  /** GiB an hour that a restore moved in the last drill, at least 1. Until one is run: 200, what one small Spark pool does. */
  readonly restoreGibPerHour: number;
  readonly objectives: Readonly<Record<BackedUpLayer, RecoveryObjective>>;
}

export interface RecoveryObjective {
  /** Hours of data that may be lost at most (recovery point). */
  readonly rpoHours: number;
  /** Hours after which the layer is readable again at the latest (recovery time). */
  readonly rtoHours: number;
}
