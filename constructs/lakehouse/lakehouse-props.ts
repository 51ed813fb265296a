import type { TableContract } from '../../contracts/contract';
import type { Environment } from '../../environments/settings/environment';

export interface LakehouseProps {
  /** Where the lake stands and how big it is. */
  readonly environment: Environment;
  /** What its tables are: containers' lifecycle and the pipeline follow from them. At least one. */
  readonly contracts: readonly TableContract[];
}
