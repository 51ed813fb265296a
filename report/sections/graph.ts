import { renderTableGraph } from '../charts/table-graph';
import type { Html } from '../html';
import { section } from '../parts';
import type { ReportData } from '../report-data';

export function renderGraph(data: ReportData): Html {
  const about =
    'Which table feeds which, derived from the contracts: bronze keeps what was delivered, silver is clean and free of ' +
    'personal data, gold answers questions. A dashed line is a check against the keys of another table.';
  return section('graph', 'Tables', about, [renderTableGraph(data)]);
}
