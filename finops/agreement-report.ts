import { renderTable } from '../shared/markdown';
import type { AgreedEstimate, AgreedLine } from './agreement';

/** Each part of the agreement, then the total of each environment, and that in another currency. */
export function agreedLines(
  agreed: readonly AgreedEstimate[],
): readonly (AgreedLine & { readonly environment: string })[] {
  return agreed.flatMap(({ environment, lines, listUsd, agreedUsd, inCurrency }) => [
    ...lines.map((line) => ({ environment, ...line })),
    {
      environment,
      what: 'total',
      listUsd,
      agreedUsd,
      because:
        inCurrency === null
          ? ''
          : `${inCurrency.amount} ${inCurrency.code} at ${inCurrency.rate} a dollar, stated for ${inCurrency.asOf}`,
    },
  ]);
}

/** What is agreed and touches no price of the estimate. */
export function unusedLines(agreed: readonly AgreedEstimate[]): readonly string[] {
  return agreed.flatMap(({ environment, unused }) => unused.map((what) => `${environment}: without effect: ${what}`));
}

export function agreementMarkdown(agreed: readonly AgreedEstimate[]): string {
  const table = renderTable(
    ['environment', 'agreed', 'at list USD', 'agreed USD', 'how'],
    agreedLines(agreed).map((line) => [line.environment, line.what, line.listUsd, line.agreedUsd, line.because]),
  );
  const unused = unusedLines(agreed).map((line) => `- ${line}\n`);
  return `\n## As agreed\n\n${table}${unused.length === 0 ? '' : `\n${unused.join('')}`}`;
}
