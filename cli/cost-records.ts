import { COST_FOLDERS, type DeliveryTarget } from '../delivery/target';
import { parseBill, type MonthlyBill } from '../finops/actuals/bill';
import { parseQueries, type MonthOfQueries } from '../finops/actuals/queries';

export interface CostRecords {
  readonly bills: readonly MonthlyBill[];
  readonly queries: readonly MonthOfQueries[];
}

/**
 * What `cost import` left in a lake.
 *
 * @throws UserError for a file that is not whole
 */
export async function costRecordsOf(target: DeliveryTarget): Promise<CostRecords> {
  const records = await target.costRecords();
  const [bills, queries] = COST_FOLDERS.map((folder) => records.filter(({ path }) => path.startsWith(`${folder}/`)));
  return {
    bills: (bills ?? []).map(({ path, text }) => parseBill(text, path)),
    queries: (queries ?? []).map(({ path, text }) => parseQueries(text, path)),
  };
}
