import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { addContracts } from '../../cli/commands/contracts';
import { packageRoot } from '../../cli/paths';
import { localLayout } from '../../delivery/targets/local/layout';

const shipped = packageRoot();
const FOREIGN = join(__dirname, '..', 'contracts', 'foreign', 'orders.yaml');

interface Planned {
  readonly tables: readonly {
    table: string;
    kind: string;
    code: string;
    accepted: boolean;
    changes: readonly object[];
  }[];
}

/** A checkout of its own, in which contracts are changed and written. */
class Checkout {
  readonly folder = mkdtempSync(join(tmpdir(), 'medallion-checkout-'));

  constructor() {
    for (const path of ['contracts/tables', 'pipelines/sql'])
      cpSync(join(shipped, path), join(this.folder, path), { recursive: true });
    this.git('init', '-q');
    this.git('add', '.');
    this.git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-qm', 'contracts');
  }

  private git(...args: readonly string[]): void {
    execFileSync('git', args, { cwd: this.folder });
  }

  edit(file: string, from: string, to: string): void {
    const path = join(this.folder, 'contracts/tables', file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
  }

  run(...args: readonly string[]): { code: number; result: string } {
    const ending = { code: 0, result: '' };
    const program = new Command('medallion');
    addContracts(program, {
      repository: this.folder,
      engine: shipped,
      requireProject: () => undefined,
      lakeEnvironments: () => {
        throw new Error('contracts ask for no environment');
      },
      layout: localLayout(join(this.folder, '.lakehouse')),
      today: '2026-11-30',
      terminal: {
        interactive: false,
        clearLine: () => undefined,
        note: () => undefined,
        result: (text) => {
          ending.result += text;
        },
      },
      exitWith: (code) => {
        ending.code = code;
      },
    });
    program.parse(['node', 'medallion', 'contracts', ...args]);
    return ending;
  }

  plan(): Planned & { readonly code: number } {
    const { code, result } = this.run('plan', '--from', 'HEAD', '--format', 'json');
    return { code, ...(JSON.parse(result) as Planned) };
  }
}

const COLUMN = / {6}- name: income\n(?: {8}.*\n)+/;

describe('a plan of a change of contract', () => {
  const checkout = new Checkout();

  it('is empty where nothing has changed', () => {
    expect(checkout.plan()).toMatchObject({ code: 0, tables: [] });
  });

  it('waits for a person where something would be lost, until that very change is accepted', () => {
    const [column = ''] =
      COLUMN.exec(readFileSync(join(checkout.folder, 'contracts/tables/bronze/users.odcs.yaml'), 'utf8')) ?? [];
    checkout.edit(
      'bronze/users.odcs.yaml',
      column,
      column
        .replace('physicalType: string', 'physicalType: int')
        .replace('logicalType: string', 'logicalType: integer'),
    );
    const before = checkout.plan();
    const users = before.tables.find(({ table }) => table === 'bronze.users');
    expect(before.code).toBe(1);
    expect(users).toMatchObject({ kind: 'decision', accepted: false });
    expect(checkout.run('plan', '--from', 'HEAD').result).toContain(users?.code ?? 'none');

    expect(() => checkout.run('accept', 'bronze.users', 'no-code')).toThrow(/no-code/);
    expect(checkout.run('accept', 'bronze.users', users?.code ?? '').result).toContain(
      'is accepted in contracts/evolutions.json',
    );
    const after = checkout.plan();
    expect(after.tables.find(({ table }) => table === 'bronze.users')).toMatchObject({ accepted: true });
    expect(after.tables.filter(({ kind, accepted }) => kind === 'decision' && !accepted)).toEqual([]);
    expect(after.code).toBe(0);
  });
});

describe('the adoption of a foreign contract', () => {
  const checkout = new Checkout();

  it('shows drafts and what was lost, and writes nothing', () => {
    const { result } = checkout.run('adopt', FOREIGN, '--system', 'shop');
    expect(result).toContain('bronze/orders.odcs.yaml would be:');
    expect(result).toMatch(/'servers' say where the data lies/);
    expect(result).toContain('To decide before the drafts are valid:');
    expect(existsSync(join(checkout.folder, 'contracts/tables/bronze/orders.odcs.yaml'))).toBe(false);
  });

  it('writes all drafts or none, and says the same to programs', () => {
    const { result } = checkout.run('adopt', FOREIGN, '--write', '--files', 'avro', '--format', 'json');
    const told = JSON.parse(result) as { written: boolean; tables: { file: string; text: string }[]; losses: object[] };
    expect([told.written, told.tables.length, told.losses.length > 10]).toEqual([true, 2, true]);
    for (const { file, text } of told.tables) {
      expect(readFileSync(join(checkout.folder, 'contracts/tables', file), 'utf8')).toBe(text);
      expect(text).toContain('format: avro');
    }
    expect(() => checkout.run('adopt', FOREIGN, '--write')).toThrow(/exist already; nothing was written/);
    expect(() => checkout.run('adopt', '/nowhere.yaml')).toThrow(/cannot be read/);
  });
});
