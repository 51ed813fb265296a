import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileManifest, loadContracts, tableGraph } from 'medallion/contracts';

const root = join(__dirname, '..');
const contracts = loadContracts(join(root, 'contracts', 'tables'));

test('every contract means something, and the tables can run in an order', () => {
  expect(tableGraph(contracts).order).toHaveLength(contracts.length);
});

test('every gold table has its SQL', () => {
  const readSql = (path: string): string => readFileSync(join(root, 'pipelines', 'sql', path), 'utf8');
  expect(compileManifest(contracts, readSql).tables).toHaveLength(contracts.length);
});
