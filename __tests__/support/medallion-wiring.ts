import type { MedallionWiring } from '../../constructs/orchestration/medallion-activities';

/** What the activities of a pipeline refer to, of a lake that nobody made. */
export const wiring: MedallionWiring = {
  pointerDataset: 'release_pointer',
  figuresDataset: 'ledger_figures',
  synapseService: 'synapse',
  sparkPool: 'spbatch',
  releasesUri: 'abfss://releases@stlake.dfs.core.windows.net',
};
