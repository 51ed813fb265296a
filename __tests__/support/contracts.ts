import type { TableContract, TableName } from '../../contracts/contract';

/** A contract with nothing special about it: pass what the test is about. */
export function contract(name: TableName, differences: Partial<TableContract> = {}): TableContract {
  const [layer, table = ''] = name.split('.');
  if (layer !== 'bronze' && layer !== 'silver' && layer !== 'gold') throw new Error(`${name} has no layer.`);
  return {
    file: `${layer}/${table}.odcs.yaml`,
    name,
    layer,
    table,
    version: '1.0.0',
    description: 'A table of a test.',
    grain: 'one row per test',
    owner: 'test',
    columns: [{ name: 'id', type: 'bigint', required: true, description: 'Key.' }],
    keys: ['id'],
    orderBy: [],
    history: layer === 'gold' ? 'refresh' : 'append',
    deduplicate: true,
    inputs: [],
    rules: [],
    foreignKeys: [],
    drift: 'evolve',
    layout: { partitionBy: [], zOrderBy: [], targetFileSizeMb: 128 },
    tiering: {},
    retentionDays: 365,
    latencyHours: 1,
    ...differences,
  };
}

/** The smallest lake that has an edge: one table a layer, each fed by the one before. */
export const chain: readonly TableContract[] = [
  contract('bronze.events', {
    source: { kind: 'files', system: 'crm', format: 'jsonl', path: 'events', archiveAfterDays: 90 },
  }),
  contract('silver.events_clean', { inputs: ['bronze.events'], tiering: { coolAfterDays: 60 } }),
  contract('gold.event_counts', { inputs: ['silver.events_clean'] }),
];
