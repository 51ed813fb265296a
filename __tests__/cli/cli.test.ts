import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lakeHome, packageRoot } from '../../cli/paths';
import { newFolder, removeFolders, repository } from '../delivery/fixtures';
import { invoke } from './invoke';

afterEach(removeFolders);

const WHOSE = ['--subscription', '00000000-0000-4000-8000-0000000000f0'];

describe('what is not understood', () => {
  test.each([
    [['contract'], /unknown command 'contract'[\s\S]*remedy: Use contracts/],
    [['package', '--formt', 'json'], /unknown option '--formt'/],
    [['package', '--format', 'xml'], /Allowed choices are table, json/],
    [['promote'], /missing required argument 'release'/],
    [['contracts', 'sow'], /unknown command 'sow'/],
  ])('%j ends with code 2 and says what is allowed', async (args, message) => {
    const { code, notes, result } = await invoke(newFolder(), ...args);
    expect(code).toBe(2);
    expect(notes).toMatch(message);
    expect(result).toBe('');
  });

  test.each([
    [['publish', '--target', 'locl'], "there is no target 'locl'", "Use 'local'"],
    [['status', '--target', 'synapse'], 'the synapse target needs an environment', 'one of: dev, staging, prod'],
    [['status', '--target', 'synapse', '--environment', 'prd'], "there is no environment 'prd'", "Use 'prod'"],
    [
      ['history', '--target', 'synapse', '--environment', 'prod', '--outputs', '/nowhere.json'],
      '/nowhere.json does not exist',
      'npx cdktf deploy prod --outputs-file /nowhere.json',
    ],
    [['promote', 'zz'], "'zz' is not a release id", 'package'],
    [['promote', '0123456789abcdef'], 'is not published', 'npx medallion publish'],
    [['publish', '0123456789abcdef'], 'there is no release in', 'npx medallion package'],
    [['rollback'], 'no release before the active one', 'promote'],
    [['run'], "no release is active on 'local'", 'npm start'],
    [['cost', 'estimate', '--environment', 'prd'], "there is no environment 'prd'", "Use 'prod'"],
    [['cost', 'fetch', ...WHOSE, '--period', '2026-13', '--to', 'bills'], "the period is '2026-13'", 'YYYY-MM'],
    [['cost', 'fetch', ...WHOSE, '--period', '2020-01', '--to', 'bills'], 'the period is 2020-01', 'exports'],
    [
      ['cost', 'fetch', '--subscription', 'prod', '--period', '2026-11', '--to', 'bills'],
      "'prod' is not the id of a subscription",
      'az account',
    ],
    [['cost', 'estimate', '--agreement', '/nowhere.json'], '/nowhere.json cannot be read', 'Give a JSON file'],
    [['policy', '--stacks', '/nowhere'], '/nowhere does not exist', 'cdktf synth'],
    [['contracts', 'validate', '--contracts', '/nowhere'], "'/nowhere' does not exist", 'Give the folder'],
  ])('%j ends with code 2, an error and a remedy', async (args, error, remedy) => {
    const { code, notes } = await invoke(newFolder(), ...args);
    expect(code).toBe(2);
    expect(notes).toMatch(/(^|\n)error: .*\nremedy: .*\ncode: [a-z-]+\n$/);
    expect(notes).toContain(error);
    expect(notes).toContain(remedy);
  });

  test('a contract with a typo names file, line, value and remedy', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'bronze'));
    const shipped = readFileSync(join(repository, 'contracts/tables/bronze/events.odcs.yaml'), 'utf8');
    writeFileSync(
      join(folder, 'bronze', 'events.odcs.yaml'),
      shipped.replace('logicalType: integer', 'logicalType: intger'),
    );
    const { code, notes } = await invoke(newFolder(), 'contracts', 'validate', '--contracts', folder);
    expect(code).toBe(2);
    expect(notes).toMatch(/bronze\/events\.odcs\.yaml:\d+: .*intger/);
  });
});

test('help is no error', async () => {
  const { code, result } = await invoke(newFolder(), '--help');
  expect(code).toBe(0);
  for (const command of [
    'start',
    'sample',
    'contracts',
    'policy',
    'cost',
    'package',
    'publish',
    'promote',
    'rollback',
    'status',
    'history',
    'pool',
    'run',
    'report',
    'doctor',
    'setup',
  ]) {
    expect(result).toContain(`  ${command} `);
  }
});

test('lists the nine contracts, as table and as JSON', async () => {
  const { code, result } = await invoke(newFolder(), 'contracts', 'validate');
  expect(code).toBe(0);
  expect(result.trim().split('\n')).toHaveLength(1 + 9);
  const json = await invoke(newFolder(), 'contracts', 'validate', '--format', 'json');
  expect(JSON.parse(json.result)).toHaveLength(9);
});

test('shows the table graph in an order in which it can run', async () => {
  const { result } = await invoke(newFolder(), 'contracts', 'graph', '--format', 'json');
  const { order, edges } = JSON.parse(result) as { order: string[]; edges: { from: string; to: string }[] };
  expect(order).toHaveLength(9);
  expect(edges.length).toBeGreaterThan(0);
  expect(edges.filter(({ from, to }) => order.indexOf(from) >= order.indexOf(to))).toEqual([]);
  expect((await invoke(newFolder(), 'contracts', 'graph')).result).toContain('silver.users_enriched');
});

describe('paths', () => {
  test('the repository is the folder above that holds package.json', () => {
    expect(packageRoot(join(repository, 'cli'))).toBe(repository);
    expect(packageRoot(join(repository, 'dist', 'cli'))).toBe(repository);
  });

  test('MEDALLION_HOME moves the lake', () => {
    expect(lakeHome('/repo', {})).toBe(join('/repo', '.lakehouse'));
    expect(lakeHome('/repo', { MEDALLION_HOME: '' })).toBe(join('/repo', '.lakehouse'));
    expect(lakeHome('/repo', { MEDALLION_HOME: '/elsewhere' })).toBe('/elsewhere');
  });
});
