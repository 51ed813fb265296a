import { PIPELINE, READ_FAILURE, READ_FIGURES } from '../orchestration/medallion-activities';

/** KQL over the lake's log workspace; alerts, dashboard and workbook ask the same questions. */

/** A gigabyte: below it a day's deliveries say nothing about a terabyte. */
const LEAST_TERABYTES = 0.001;

/** Activities that read the figures. */
const LOOKS = `"${READ_FIGURES}", "${READ_FAILURE}"`;

/** Runs of a pipeline that came to an end, one row each. */
function endedRuns(pipeline: string): string {
  return `ADFPipelineRun
| where PipelineName == "${pipeline}" and Status in ("Succeeded", "Failed", "Cancelled")`;
}

const ENDED_RUNS = endedRuns(PIPELINE);

/** Runs that brought the lake, or the tables of one tenant, up to date. */
export function goodRuns(pipeline = PIPELINE): string {
  return `ADFPipelineRun
| where PipelineName == "${pipeline}" and Status == "Succeeded"`;
}

/** Percent of runs that succeeded; no row before the first run. */
export function successPercent(pipeline = PIPELINE): string {
  return `${endedRuns(pipeline)}
| summarize good = countif(Status == "Succeeded"), ended = count(), TimeGenerated = max(TimeGenerated)
| where ended > 0
| project TimeGenerated, percent = 100.0 * good / ended`;
}

/**
 * Minutes from the first start to the last end of a layer's tables in each run, so that tables side by side count once: by the
 * activities of tables or layers, or as the engine told where one session works through all layers.
 * The start of the Spark pool is in it: whoever waits for data waits for the pool as well.
 */
export function layerMinutes(layer: 'bronze' | 'silver' | 'gold'): string {
  return `let apart = ADFActivityRun
| where PipelineName == "${PIPELINE}" and ActivityName startswith "${layer}_" and Status in ("Succeeded", "Failed")
| summarize began = min(Start), ended = max(End), TimeGenerated = max(TimeGenerated) by PipelineRunId
| project TimeGenerated, PipelineRunId, minutes = (ended - began) / 1m;
let together = ADFActivityRun
| where PipelineName == "${PIPELINE}" and ActivityName in (${LOOKS}) and Status == "Succeeded"
| extend outcome = parse_json(Output).firstRow.outcome
| where tostring(outcome.caller) == PipelineRunId
| mv-expand item = outcome.layers
| where tostring(item.layer) == "${layer}"
| project TimeGenerated, PipelineRunId, minutes = todouble(item.minutes);
union apart, together
| summarize TimeGenerated = max(TimeGenerated), minutes = max(minutes) by PipelineRunId`;
}

/**
 * What each run cost at most: its hours on the largest size its pool may take.
 *
 * @param usdPerHour of the pool at its largest size
 */
export function runCost(usdPerHour: number, pipeline = PIPELINE): string {
  return `${endedRuns(pipeline)}
| project TimeGenerated, RunId, usd = ${String(usdPerHour)} * (End - Start) / 1h`;
}

/**
 * What all runs of some pipelines cost at most, together; no row before the first one has ended.
 *
 * @param usdPerHour of their pool at its largest size
 */
export function costOfRuns(usdPerHour: number, pipelines: readonly string[]): string {
  return `ADFPipelineRun
| where PipelineName in (${pipelines.map((name) => `"${name}"`).join(', ')}) and Status in ("Succeeded", "Failed", "Cancelled")
| summarize usd = sum(${String(usdPerHour)} * ((End - Start) / 1h)), ended = count(), TimeGenerated = max(TimeGenerated)
| where ended > 0
| project TimeGenerated, usd`;
}

/** What the ledger said at the end of each run, one row each; see `medallion/running/run_metrics.py`. */
function figuresOf(pipeline: string): string {
  return `ADFActivityRun
| where PipelineName == "${pipeline}" and ActivityName == "${READ_FIGURES}" and Status == "Succeeded"
| extend figures = parse_json(Output).firstRow`;
}

export const FIGURES = figuresOf(PIPELINE);

type LedgerFigure = 'schemaPassPercent' | 'completenessPercent' | 'piiCoveragePercent' | 'quarantined' | 'bytesIn';

/** One figure of the ledger over time; runs that checked nothing have none. */
export function figure(name: LedgerFigure, pipeline = PIPELINE): string {
  return `${figuresOf(pipeline)}
| project TimeGenerated, value = todouble(figures.${name})
| where isnotnull(value)`;
}

/** The newest figures of every table. */
export const TABLE_FIGURES = `${FIGURES}
| top 1 by TimeGenerated desc
| mv-expand item = figures.tables
| project Table = tostring(item.table), ["Schema %"] = todouble(item.schemaPassPercent), ["Complete %"] = todouble(item.completenessPercent), Quarantined = tolong(item.quarantined)
| order by Quarantined desc, Table asc`;

/** Dollars of the pool, at most, for a terabyte of what landed in a day; no row for a day with less than a gigabyte. */
export function terabyteCost(usdPerHour: number): string {
  return `let usd = toscalar(${ENDED_RUNS} | summarize sum(${String(usdPerHour)} * ((End - Start) / 1h)));
${FIGURES}
| top 1 by TimeGenerated desc
| extend terabytes = todouble(figures.bytesIn) / 1e12
| where terabytes >= ${String(LEAST_TERABYTES)}
| project TimeGenerated, usdPerTerabyte = usd / terabytes`;
}

/** What failed, with its message, newest first; a failed session of several tables is followed by one that names the table. */
export const FAILURES = `ADFActivityRun
| where Status == "Failed"
| project TimeGenerated, PipelineName, ActivityName, FailureType, ErrorMessage, PipelineRunId
| order by TimeGenerated desc`;

/** The workspace's own record of its cap; it is written although ingestion has stopped. */
export const CAP_REACHED = '_LogOperation | where Category =~ "Ingestion" | where Detail contains "OverQuota"';
