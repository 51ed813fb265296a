/**
 * Cost details of a subscription, by hand from azure-rest-api-specs, `specification/cost-management/resource-manager/
 * Microsoft.CostManagement` (costmanagement.generatecostdetailsreport.json), and the files that a report leads to.
 */
import type { Answer, Exchange, Service } from './loopback';
import { conform, fields, jsonBody, object } from './specification';

export const COST_FILES = 'cmreports.blob.core.windows.net';
const REPORT = '11111111-1111-4111-8111-111111111111';
const DAY = /^\d{4}-\d\d-\d\d$/;
const MONTH_MS = 31 * 86_400_000;

/** What a report comes to. */
export interface Reported {
  readonly files: readonly Buffer[];
  /** What is answered to the first looks, before the report is whole. */
  readonly looks?: number;
  /** Put over the manifest that fits the files. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Put over the whole answer. */
  readonly result?: Readonly<Record<string, unknown>>;
  /** In place of what the first request is answered. */
  readonly begin?: Answer;
}

export class CostService {
  reported: Reported = { files: [] };
  /** Days that were asked for. */
  readonly asked: unknown[] = [];
  private looks = 0;

  readonly services: ReadonlyMap<string, Service> = new Map<string, Service>([
    ['management.azure.com', (exchange) => this.management(exchange)],
    [COST_FILES, (exchange) => this.file(exchange)],
  ]);

  report(reported: Reported): void {
    this.reported = reported;
    this.looks = 0;
    this.asked.length = 0;
  }

  private management(exchange: Exchange): Answer {
    const { url } = exchange;
    const subscription = url.pathname.split('/')[2] ?? '';
    const { looks = 1, begin } = this.reported;
    if (exchange.method === 'POST') {
      checkRequest(exchange);
      this.asked.push(object(jsonBody(exchange))['timePeriod']);
      return begin ?? this.later(subscription);
    }
    this.looks += 1;
    return this.looks < looks ? this.later(subscription) : { status: 200, body: this.result(subscription) };
  }

  private later(subscription: string): Answer {
    const path = `/subscriptions/${subscription}/providers/Microsoft.CostManagement/costDetailsOperationResults/${REPORT}`;
    const location = `https://management.azure.com${path}?api-version=2024-08-01`;
    return { status: 202, headers: { location, 'retry-after': '10' } };
  }

  private result(subscription: string): unknown {
    const { files, manifest, result } = this.reported;
    const blobs = files.map((file, place) => ({ blobLink: linkOf(place), byteCount: file.length }));
    return {
      id: `subscriptions/${subscription}/providers/Microsoft.CostManagement/costDetailsOperationResults/${REPORT}`,
      name: REPORT,
      status: 'Completed',
      manifest: {
        manifestVersion: '2024-08-01',
        dataFormat: 'Csv',
        blobCount: files.length,
        byteCount: files.reduce((sum, file) => sum + file.length, 0),
        compressData: false,
        blobs,
        ...manifest,
      },
      validTill: '2026-12-02T00:00:00.0000000Z',
      ...result,
    };
  }

  private file({ url }: Exchange): Answer {
    const body = this.reported.files[Number(/part-(\d+)/.exec(url.pathname)?.[1])];
    return body === undefined ? { status: 404 } : { status: 200, headers: { 'content-type': 'text/csv' }, body };
  }
}

export function linkOf(place: number): string {
  return `https://${COST_FILES}/reports/part-${place}.csv?sv=2024-11-04&sig=secret`;
}

/** GenerateCostDetailsReportRequestDefinition. */
function checkRequest(exchange: Exchange): void {
  const body = jsonBody(exchange);
  const period = object(body['timePeriod']);
  const [start, end] = [String(period['start']), String(period['end'])];
  conform('GenerateCostDetailsReportRequestDefinition', [
    ...fields(body, { metric: 'string', timePeriod: 'object' }),
    ...fields(period, { start: 'string', end: 'string' }),
    Object.keys(body).length !== 2 && 'only one of timePeriod, billingPeriod and invoiceId may be given',
    !['ActualCost', 'AmortizedCost'].includes(String(body['metric'])) && `metric is ${String(body['metric'])}`,
    !(DAY.test(start) && DAY.test(end)) && `the days are ${start} and ${end}`,
    end < start && 'the end is before the start',
    Date.parse(end) - Date.parse(start) > MONTH_MS && 'the maximum allowed date range is 1 months',
  ]);
}
