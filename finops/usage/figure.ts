import { UserError } from '../../shared/errors';
import type { Figure } from '../../environments/workload-profile';
import type { Origin } from './resolved';

/** Which end of the ranges an estimate takes. */
export type Band = 'low' | 'base' | 'high';

export const BANDS = ['low', 'base', 'high'] as const;

export function valueOf(figure: Figure, band: Band): number {
  return typeof figure === 'number' ? figure : figure[band];
}

export function originOf(figure: Figure): Origin {
  return typeof figure === 'number' ? 'stated' : (figure.origin ?? 'stated');
}

/** @throws UserError for a negative figure, no number, and a range that does not rise */
export function checkFigure(name: string, figure: Figure, environment: string): void {
  const { low, base, high } = typeof figure === 'number' ? { low: figure, base: figure, high: figure } : figure;
  if (!(low >= 0 && low <= base && base <= high && Number.isFinite(high))) {
    throw new UserError(
      'usage-impossible',
      `Usage of ${environment}: ${name} is ${JSON.stringify(figure)}, allowed is 0 or more, with low <= base <= high.`,
      `Correct the usage profile in environments/${environment}.ts.`,
    );
  }
}
