import { data } from './fixtures';
import { parseBenchmarks } from '../../report/benchmarks';
import { renderReport } from '../../report/page';

const document = { schemaVersion: 1, machine: { cores: 2 }, figures: data.benchmarks };

test('reads what the benchmarks write', () => {
  expect(parseBenchmarks(JSON.stringify(document), 'pipelines.json')).toEqual(data.benchmarks);
});

test.each([
  ['no JSON', '{"figures":'],
  ['another version', JSON.stringify({ ...document, schemaVersion: 2 })],
  ['a figure without a value', JSON.stringify({ ...document, figures: [{ id: 'bronze' }] })],
])('refuses %s, and names the file', (_, text) => {
  expect(() => parseBenchmarks(text, 'bench/pipelines.json')).toThrow('bench/pipelines.json is not what');
});

test('shows each figure with its goal and whether it is met, on the side where it is good', () => {
  const section = /<section id="benchmarks".*?<\/section>/s.exec(renderReport(data))?.[0] ?? '';
  const [met = '', missed = ''] = section.split('<tr>').slice(2);
  expect(met).toMatch(/Bronze, 10 checks.*1\.12 x.*at most 1\.15.*tag good/s);
  expect(missed).toMatch(/Landing to gold.*7\.50 MB\/s a core.*at least 8.*tag bad/s);
});

test('has no such section where nobody has measured', () => {
  expect(renderReport({ ...data, benchmarks: [] })).not.toContain('id="benchmarks"');
});
