import { UserError } from '../shared/errors';
import { suggest } from '../shared/suggest';

/** Cores and memory of one driver or executor. */
export interface ExecutorShape {
  readonly cores: number;
  /** As Spark writes it. */
  readonly memory: string;
}

/** What Synapse Studio offers: what a node of that size leaves to Spark. An executor is at most as big as a node. */
export const EXECUTOR_SIZES = {
  Small: { cores: 4, memory: '28g' },
  Medium: { cores: 8, memory: '56g' },
  Large: { cores: 16, memory: '112g' },
} as const satisfies Readonly<Record<string, ExecutorShape>>;
export type ExecutorSize = keyof typeof EXECUTOR_SIZES;

/** @throws UserError for an unknown size */
export function requireExecutorSize(text: string): ExecutorSize {
  const names = Object.keys(EXECUTOR_SIZES) as ExecutorSize[];
  const found = names.find((name) => name === text);
  if (found !== undefined) return found;
  throw new UserError('unknown-executor-size', `there is no executor size '${text}'`, suggest(text, names));
}
