import type { ShadowVerdict } from '../delivery/shadow';
import type { CliContext } from './context';
import { count, fixed, renderTable } from './output';
import { localPrice } from './run-summary';
import { costOfWork } from '../report/run-cost';

/** What a shadow run found, as a table and one sentence for people. */
export function renderVerdict(context: CliContext, verdict: ShadowVerdict): string {
  const { candidate, live, passed, reasons, comparisons, tables } = verdict;
  const price = localPrice(context);
  const rows = tables.map((table) => ({
    ...table,
    comparison: comparisons.find((one) => one.table === table.table),
    usd: costOfWork(table.seconds, price).usd,
  }));
  const table = renderTable(
    [
      { title: 'table', value: (row) => row.table },
      { title: 'status', value: (row) => row.status },
      { title: 'live rows', align: 'right', value: ({ comparison }) => told(comparison?.live_rows) },
      { title: 'candidate rows', align: 'right', value: ({ comparison }) => told(comparison?.candidate_rows) },
      { title: 'missing', align: 'right', value: ({ comparison }) => told(comparison?.only_live) },
      { title: 'new', align: 'right', value: ({ comparison }) => told(comparison?.only_candidate) },
      { title: 'changed', align: 'right', value: ({ comparison }) => told(comparison?.changed) },
      { title: 'seconds', align: 'right', value: ({ seconds }) => fixed(seconds) },
      { title: 'Synapse USD', align: 'right', value: ({ usd }) => Number(usd).toFixed(4) },
    ],
    rows,
  );
  const made =
    rows.length === 0 ? 'The candidate means the same as the active release: nothing is made anew.\n' : table;
  const lines = reasons.map(({ refuses, message }) => `${refuses ? 'refused' : 'note'}: ${message}`);
  const sentence = passed
    ? `Candidate ${candidate} may follow ${live}.`
    : `Candidate ${candidate} must not follow ${live}.\nremedy: Fix it, or raise the contract version, or pass --accept <tables> if the difference is intended.`;
  return [made, ...lines, sentence, ''].join('\n');
}

function told(value: number | undefined): string {
  return value === undefined ? '-' : count(value);
}
