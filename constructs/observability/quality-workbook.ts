import { ApplicationInsightsWorkbook } from '@cdktf/provider-azurerm/lib/application-insights-workbook';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { applyTags } from '../base/standard';
import { requireThat } from '../base/checks';
import { uuidOf } from '../base/uuid';
import { FAILURES, figure, goodRuns, TABLE_FIGURES } from './log-queries';
import type { QualityWorkbookProps } from './quality-workbook-props';

const DAY_MS = 86_400_000;

/**
 * The workbook on data quality: what every table passed in its last run, how that changed, and what failed.
 *
 * @throws ConfigurationError without a seed or a title
 *
 * @example
 * new QualityWorkbook(stack, 'Quality', {
 *   seed: environment.nameSeed,
 *   title: 'Data quality of prod',
 *   resourceGroupName: group.name,
 *   location: environment.location,
 *   logs,
 *   targets: environment.targets,
 * });
 */
export class QualityWorkbook extends Judged {
  readonly workbook: ApplicationInsightsWorkbook;

  constructor(scope: Construct, id: string, props: QualityWorkbookProps) {
    super(scope, id);
    const { seed, title, logs } = props;
    for (const [setting, value] of Object.entries({ seed, title })) {
      requireThat(this, () => value.trim().length > 0, {
        setting,
        value,
        allowed: 'a text',
        remedy: 'Say what the workbook is about.',
      });
    }
    this.workbook = new ApplicationInsightsWorkbook(this, 'Resource', {
      name: uuidOf(seed),
      displayName: title,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      category: 'workbook',
      // The provider takes lower case only.
      sourceId: Fn.lower(logs.workspace.id),
      dataJson: JSON.stringify({
        version: 'Notebook/1.0',
        items: itemsOf(props),
        fallbackResourceIds: [logs.workspace.id],
      }),
    });
    applyTags(this.workbook, props);
  }
}

function itemsOf({ title, targets }: QualityWorkbookProps): readonly object[] {
  return [
    text(
      'introduction',
      [
        `# ${title}`,
        `At least ${String(targets.schemaPassPercent)} % of values fit their schema and ${String(targets.completenessPercent)} % of required values are there, over a day.`,
        'Every run reads these figures from the ledger; the ledger itself stands in the container `system`.',
      ].join('\n\n'),
    ),
    question('tables', 'Tables, last run', TABLE_FIGURES, 'table', 7),
    question('schema', 'Values that fit their schema, percent', figure('schemaPassPercent'), 'linechart', 30),
    question('completeness', 'Required values that are there, percent', figure('completenessPercent'), 'linechart', 30),
    question(
      'personal',
      'Personal columns that contracts name, percent',
      figure('piiCoveragePercent'),
      'linechart',
      30,
    ),
    question('quarantine', 'Rows in quarantine over the last day', figure('quarantined'), 'linechart', 30),
    question('volume', 'Bytes that landed in the last day', figure('bytesIn'), 'linechart', 30),
    question(
      'runs',
      'Runs that brought the lake up to date',
      `${goodRuns()}\n| summarize runs = count() by bin(TimeGenerated, 1d)`,
      'linechart',
      30,
    ),
    question('failures', 'What failed', FAILURES, 'table', 7),
  ];
}

/** Numbers of the workbook format: 1 is text, 3 a query; a query of type 0 goes to Log Analytics. */
function text(name: string, json: string): object {
  return { type: 1, name, content: { json } };
}

function question(
  name: string,
  title: string,
  query: string,
  visualization: 'table' | 'linechart',
  days: number,
): object {
  return {
    type: 3,
    name,
    content: {
      version: 'KqlItem/1.0',
      query,
      size: 0,
      title,
      timeContext: { durationMs: days * DAY_MS },
      queryType: 0,
      resourceType: 'microsoft.operationalinsights/workspaces',
      visualization,
    },
  };
}
