import type { ManifestTable } from '../contracts/manifest';
import type { LakeData } from '../delivery/lake-data';
import type { ServiceLevels } from '../delivery/service-levels';
import type { Targets } from '../environments/settings/targets';
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
  readonly targets: Targets;
  /** Of the last {@link LEVEL_HOURS}. */
  readonly levels: ServiceLevels;
  /** Those of the environments whose cost is estimated, by name. */
  readonly environmentTargets: Readonly<Record<string, Targets>>;
  readonly estimates: readonly Estimate[];
  readonly policies: PolicyReport;
  /** Empty where nobody has measured. */
  readonly benchmarks: readonly Benchmark[];
}
