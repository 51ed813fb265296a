import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Columns that queries may use, as Microsoft documents the tables of Log Analytics. */
const TABLES: Readonly<Record<string, string>> = {
  ADFPipelineRun:
    'TimeGenerated: datetime, PipelineName: string, RunId: string, Status: string, Start: datetime, End: datetime, FailureType: string, Parameters: string, ResourceId: string',
  ADFActivityRun:
    'TimeGenerated: datetime, ActivityName: string, ActivityRunId: string, ActivityType: string, PipelineName: string, PipelineRunId: string, Status: string, Start: datetime, End: datetime, Input: string, Output: string, Error: string, ErrorCode: string, ErrorMessage: string, FailureType: string, ResourceId: string',
  SynapseBigDataPoolApplicationsEnded:
    'TimeGenerated: datetime, OperationName: string, Category: string, Properties: dynamic, CorrelationId: string, _ResourceId: string',
  StorageBlobLogs:
    'TimeGenerated: datetime, AccountName: string, OperationName: string, StatusCode: string, StatusText: string, CallerIpAddress: string, RequesterObjectId: string, Uri: string, DurationMs: real',
  AzureDiagnostics:
    'TimeGenerated: datetime, ResourceProvider: string, Category: string, OperationName: string, ResultType: string, Resource: string, httpStatusCode_d: real, identity_claim_oid_g: string, CallerIPAddress: string',
  AzureActivity:
    'TimeGenerated: datetime, OperationNameValue: string, ActivityStatusValue: string, Caller: string, _ResourceId: string',
  _LogOperation: 'TimeGenerated: datetime, Category: string, Operation: string, Level: string, Detail: string',
  Usage: 'TimeGenerated: datetime, DataType: string, Quantity: real, IsBillable: bool',
};

/** For each query what Microsoft's own parser objects to: syntax, unknown tables, columns and functions, wrong types. */
export function kqlErrors(queries: readonly string[]): readonly (readonly string[])[] {
  const input = JSON.stringify({ tables: TABLES, queries });
  const output = execFileSync(process.execPath, [join(__dirname, 'kql-check.mjs')], { input, encoding: 'utf8' });
  return JSON.parse(output) as (readonly string[])[];
}
