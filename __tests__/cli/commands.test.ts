import type { Command } from 'commander';
import { COMMANDS } from '../../cli/command-list';
import { createContext } from '../../cli/context';
import { createProgram } from '../../cli/program';
import { runCli } from '../../cli/run-cli';
import { newFolder, removeFolders } from '../delivery/fixtures';
import { invoke } from './invoke';

afterEach(removeFolders);

const silent = { interactive: false, clearLine: () => undefined, result: () => undefined, note: () => undefined };
const program = createProgram(createContext(silent, () => undefined));
const paths = COMMANDS.flatMap(({ name }) => {
  const command = program.commands.find((one) => one.name() === name);
  return command === undefined ? [] : leaves(command, []);
});

interface Leaf {
  readonly path: readonly string[];
  readonly command: Command;
}

function leaves(command: Command, above: readonly string[]): readonly Leaf[] {
  const path = [...above, command.name()];
  return [{ path, command }, ...command.commands.flatMap((one) => leaves(one, path))];
}

test.each(paths.map(({ path }) => path.join(' ')))('%s: help says what it is for, with an example', async (path) => {
  const { code, result, notes } = await invoke(newFolder(), ...path.split(' '), '--help');
  expect({ code, notes }).toEqual({ code: 0, notes: '' });
  expect(result).toMatch(new RegExp(`^Usage: medallion ${path.split(' ')[0] ?? ''}`));
  const entry = COMMANDS.find(({ name }) => name === path);
  if (entry !== undefined) expect(result).toContain(`Example:\n  $ medallion ${entry.example}`);
});

test.each(paths.map(({ path }) => path.join(' ')))(
  '%s: an unknown option is refused once, in both forms',
  async (path) => {
    const words = path.split(' ');
    const people = await invoke(newFolder(), ...words, '--no-such-option');
    expect(people.code).toBe(2);
    expect(people.notes.match(/^error: .*\nremedy: .*\ncode: [a-z-]+\n$/)).not.toBeNull();
    const machines = await invoke(newFolder(), ...words, '--no-such-option', '--format', 'json');
    expect(machines.code).toBe(2);
    expect(JSON.parse(machines.notes)).toMatchObject({ code: expect.any(String), remedy: expect.any(String) });
  },
);

/** What prints no data of its own, with the reason. */
const WITHOUT_JSON: Readonly<Record<string, string>> = {
  completion: 'a script for a shell',
  deploy: 'it hands the terminal to cdktf',
  'contracts compile': 'the manifest is JSON',
};

test('every command that prints data prints it as JSON too', () => {
  const acting = paths.filter(({ command }) => command.commands.length === 0 || command.name() === 'erase');
  const without = acting.filter(
    ({ command }) => command.options.find(({ long }) => long === '--format')?.argChoices?.includes('json') !== true,
  );
  expect(without.map(({ path }) => path.join(' ')).sort()).toEqual(Object.keys(WITHOUT_JSON).sort());
});

test.each([
  ['contracts', 'validate'],
  ['contracts', 'graph'],
  ['contracts', 'plan', '--from', 'HEAD'],
  ['package'],
  ['publish', '--dry-run'],
  ['publish'],
  ['history'],
  ['status'],
])('%s %s: what it prints as JSON is JSON and nothing else', async (...args) => {
  const { code, result } = await invoke(newFolder(), ...args, '--format', 'json');
  expect(code).toBe(0);
  expect(JSON.parse(result)).toEqual(expect.anything());
});

test.each([
  [['rollback', '--only', 'nope'], "'nope' is not a release id"],
  [['rollback', '--only', '0123456789abcdef'], 'is not published'],
  [['rollback', '--data', 'nope'], 'no release is active'],
  [['debug', '--run', 'nope'], "'nope' is not the id of a run"],
  [['preview', 'gold.daily_metric'], "Use 'gold.daily_metrics'"],
  [['preview', 'silver.users_enriched'], 'there is no gold table and no file of SQL'],
  [['preview', 'pipelines/sql/gold/daily_metrics.sql', '--diff'], '--diff needs a gold table'],
  [['show', 'gold.daily_metrics'], 'no release is active'],
])('%j is refused', async (args, message) => {
  const { code, notes } = await invoke(newFolder(), ...args);
  expect(code).toBe(2);
  expect(notes).toContain(message);
});

test.each([
  [['watch', '--interval', 'soon'], 'is not a duration'],
  [['run', '--parallel', '0'], 'whole number'],
  [['show', 'gold.daily_metrics', '--limit', '0'], 'whole number'],
  [['run', '--tabels', 'x'], 'Use --tables'],
  [['completion', 'tcsh'], 'bash, zsh, fish'],
  [['erase', '--format', 'xml'], 'table, json, markdown'],
])('%j is refused before anything is installed', async (args, message) => {
  let notes = '';
  const note = (text: string): void => {
    notes += text;
  };
  const prepare = async (): Promise<void> => Promise.reject(new Error('installed'));
  expect(await runCli(args, { ...silent, note }, prepare)).toBe(2);
  expect(notes).toContain(message);
});

test('only what runs Spark on this machine is prepared for it', async () => {
  const prepared: string[] = [];
  for (const args of [
    ['run'],
    ['run', '--target', 'synapse', '--environment', 'dev'],
    ['contracts', 'graph'],
    ['status'],
  ]) {
    await runCli(args, silent, async () => {
      prepared.push(args.join(' '));
    });
  }
  expect(prepared).toEqual(['run']);
});
