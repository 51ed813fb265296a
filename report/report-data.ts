import type { ManifestTable } from '../contracts/manifest';
import type { LakeData } from '../delivery/lake-data';
import type { MeasuredServiceLevels } from '../delivery/service-levels';
import type { ServiceTargets } from '../environments/settings/targets';
import type { Estimate } from '../finops/estimate';
import type { PolicyReport } from '../policies/engine';
import type { Benchmark } from './benchmarks';
import type { SparkPrice } from './run-cost';

/** Hours over which the page shows availability and refused requests. */
export const LEVEL_HOURS = 24;

/** Everything the page shows, as plain data: the page is a pure function of it. */
export interface ReportData {
  /** The active release. */
  readonly release: string;
  readonly tables: readonly Pick<ManifestTable, 'name' | 'layer' | 'table' | 'inputs' | 'foreignKeys' | 'grain'>[];
  readonly lake: LakeData;
  readonly price: SparkPrice;
  /** Figures that the lake has to hold. */
  readonly targets: ServiceTargets;
  /** Of the last {@link LEVEL_HOURS}. */
  readonly levels: MeasuredServiceLevels;
  /** Those of the environments whose cost is estimated, by name. */
  readonly environmentTargets: Readonly<Record<string, ServiceTargets>>;
  readonly estimates: readonly Estimate[];
  readonly policies: PolicyReport;
  /** Empty where nobody has measured. */
  readonly benchmarks: readonly Benchmark[];
}
