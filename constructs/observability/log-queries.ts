/** KQL over the lake's log workspace; alerts, dashboard and workbook ask the same questions. */

const PIPELINE = 'medallion';

/** Runs that came to an end, one row each. */
export const ENDED_RUNS = `ADFPipelineRun
| where PipelineName == "${PIPELINE}" and Status in ("Succeeded", "Failed", "Cancelled")`;

/** Runs that brought the lake up to date. */
export const GOOD_RUNS = `ADFPipelineRun
| where PipelineName == "${PIPELINE}" and Status == "Succeeded"`;

/** Percent of runs that succeeded; no row before the first run. */
export const SUCCESS_PERCENT = `${ENDED_RUNS}
| summarize good = countif(Status == "Succeeded"), ended = count(), TimeGenerated = max(TimeGenerated)
| where ended > 0
| project TimeGenerated, percent = 100.0 * good / ended`;

/**
 * Minutes from the first start to the last end of a layer's tables in each run, so that tables side by side count once.
 * The start of the Spark pool is in it: whoever waits for data waits for the pool as well.
 */
export function layerMinutes(layer: 'bronze' | 'silver' | 'gold'): string {
  return `ADFActivityRun
| where PipelineName == "${PIPELINE}" and ActivityName startswith "${layer}_" and Status in ("Succeeded", "Failed")
| summarize began = min(Start), ended = max(End), TimeGenerated = max(TimeGenerated) by PipelineRunId
| project TimeGenerated, PipelineRunId, minutes = (ended - began) / 1m`;
}

/**
 * What each run cost at most: its hours on the largest size its pool may take.
 *
 * @param usdPerHour of the pool at its largest size
 */
export function runCost(usdPerHour: number): string {
  return `${ENDED_RUNS}
| project TimeGenerated, RunId, usd = ${String(usdPerHour)} * (End - Start) / 1h`;
}

/** The workspace's own record of its cap; it is written although ingestion has stopped. */
export const CAP_REACHED = '_LogOperation | where Category =~ "Ingestion" | where Detail contains "OverQuota"';
