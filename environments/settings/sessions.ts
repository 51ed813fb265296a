/**
 * What one Spark application of the medallion pipeline works through. A session takes minutes to start, so that fewer of them
 * are cheaper and fresher; more of them keep tables apart from each other.
 *
 * - `run`: the whole graph, as on this machine
 * - `layer`: the tables of a layer
 * - `table`: one table
 */
export const SESSION_FORMS = ['run', 'layer', 'table'] as const;
export type SessionForm = (typeof SESSION_FORMS)[number];

/** What a run starts unless an environment says otherwise: one session start a run. */
export const DEFAULT_SESSIONS: SessionForm = 'run';

export const SESSION_NODES = ['Small', 'Medium', 'Large'] as const;

/** Driver and executors of a session of many tables. */
export interface SessionSize {
  /** Each takes what a node of this size leaves to Spark. */
  readonly node: (typeof SESSION_NODES)[number];
  readonly executors: number;
}
