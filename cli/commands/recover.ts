import { resolve } from 'node:path';
import type { Command } from 'commander';
import {
  backUp,
  type Backup,
  drill,
  type Drill,
  examine,
  type Examination,
  type Recovery,
  type RecoveryOptions,
  restore,
  type RestoredTable,
  restoreWhole,
} from '../../delivery/recovery';
import type { CliContext } from '../context';
import { openTarget } from '../open-target';
import { type Format, formatOption, parseList, type TargetChoice, withTarget } from '../options';
import { type PrintedColumn, count, fixed, renderJson, renderTable } from '../output';
import { runJob } from '../job-phase';

interface PlaceOptions extends TargetChoice {
  readonly place?: string;
  readonly backup?: string;
  readonly escrowKey?: string;
  readonly format: Format;
}

interface RecoverOptions extends PlaceOptions {
  readonly drill?: true;
  readonly examine?: true;
  readonly whole?: true;
  readonly tables?: readonly string[];
}

export function addBackup(program: Command, context: CliContext): void {
  withTarget(program.command('backup'), context)
    .option('--place <uri>', 'where backups are kept (default: the place of the target)')
    .option('--escrow-key <pem>', 'public key that the token key is encrypted for, beside the backup')
    .addOption(formatOption('table', 'json'))
    .action(async ({ format, place, escrowKey, ...choice }: PlaceOptions) => {
      const done = await runJob(context.terminal, 'Backup', (onLog) =>
        backUp(openTarget(context, choice), chosen({ place, escrowKey }, onLog)),
      );
      context.terminal.result(format === 'json' ? renderJson(done) : renderBackup(done));
    });
}

export function addRecover(program: Command, context: CliContext): void {
  withTarget(program.command('recover'), context)
    .option('--drill', 'restore into an empty place, verify, measure RPO and RTO, and record them')
    .option('--examine', 'only say what is damaged')
    .option('--whole', 'restore everything into a lake without tables, from the backup and the escrow alone')
    .option(
      '--escrow-key <pem>',
      'of --whole: the private key that opens the token key (default: the lake has the key already)',
    )
    .option('--tables <paths>', 'tables as <container>/<folder>, comma-separated (default: what is damaged)', parseList)
    .option('--backup <id>', 'which backup (default: the newest)')
    .option('--place <uri>', 'where backups are kept (default: the place of the target)')
    .addOption(formatOption('table', 'json'))
    .action(async (options: RecoverOptions) => {
      const target = openTarget(context, options);
      const give = (value: unknown, text: string): void => {
        context.terminal.result(options.format === 'json' ? renderJson(value) : text);
      };
      if (options.drill) {
        const done = await runJob(context.terminal, 'Drill', (onLog) => drill(target, chosen(options, onLog)));
        give(done, renderDrill(done));
        if (!done.passed) context.exitWith(1);
      } else if (options.examine) {
        const found = await runJob(context.terminal, 'Examination', (onLog) => examine(target, chosen(options, onLog)));
        give(found, renderExamination(found));
        if (found.damages.length > 0) context.exitWith(1);
      } else if (options.whole) {
        const done = await runJob(context.terminal, 'Recovery', (onLog) =>
          restoreWhole(target, chosen(options, onLog)),
        );
        give(done, renderWhole(done));
      } else {
        const done = await runJob(context.terminal, 'Recovery', (onLog) =>
          restore(target, options.tables, chosen(options, onLog)),
        );
        give(done, renderRecovery(done));
      }
    });
}

function chosen(
  {
    place,
    backup,
    escrowKey,
  }: {
    readonly place?: string | undefined;
    readonly backup?: string | undefined;
    readonly escrowKey?: string | undefined;
  },
  onLog: (line: string) => void,
): RecoveryOptions {
  return {
    ...(place === undefined ? {} : { place }),
    ...(backup === undefined ? {} : { backup }),
    ...(escrowKey === undefined ? {} : { escrowKey: resolve(escrowKey) }),
    onLog,
  };
}

const restoredColumns: readonly PrintedColumn<RestoredTable>[] = [
  { title: 'table', value: ({ path }) => path },
  { title: 'version', align: 'right', value: ({ version }) => String(version) },
  { title: 'rows', align: 'right', value: ({ rows }) => count(rows) },
  { title: 'verified', value: ({ verified }) => (verified ? 'yes' : 'NO') },
  { title: 'seconds', align: 'right', value: ({ seconds }) => fixed(seconds) },
];

function renderBackup({ id, tables }: Backup): string {
  const table = renderTable(
    [
      { title: 'table', value: ({ path }) => path },
      { title: 'version', align: 'right', value: ({ version }) => String(version) },
      { title: 'rows', align: 'right', value: ({ rows }) => count(rows) },
      { title: 'files copied', align: 'right', value: ({ files }) => count(files) },
      { title: 'bytes copied', align: 'right', value: ({ bytes }) => count(bytes) },
    ],
    tables,
  );
  return `${table}\nBackup ${id}\n`;
}

function renderDrill({ backup_id, passed, rpo_seconds, rto_seconds, tables }: Drill): string {
  const verdict = passed ? 'every table reads as it was backed up' : 'NOT every table reads as it was backed up';
  return [
    renderTable(restoredColumns, tables),
    `Backup ${backup_id}: ${verdict}.`,
    `RPO ${fixed(rpo_seconds)} s (age of the backup), RTO ${fixed(rto_seconds)} s (copied and verified).`,
    '',
  ].join('\n');
}

function renderExamination({ backup, damages }: Examination): string {
  if (damages.length === 0) return `Nothing is damaged, held against backup ${backup}.\n`;
  const table = renderTable(
    [
      { title: 'table', value: ({ path }) => path },
      { title: 'damage', value: ({ kind }) => kind },
      { title: 'what', value: ({ detail }) => detail },
    ],
    damages,
  );
  return `${table}\nRun \`npx medallion recover\` to bring them back from backup ${backup}.\n`;
}

function renderWhole({ backup, restored }: Recovery): string {
  return `${renderTable(restoredColumns, restored)}\nRestored all of backup ${backup}, with its token key.\n`;
}

function renderRecovery({ backup, damaged, restored }: Recovery): string {
  if (damaged.length === 0) return `Nothing is damaged, held against backup ${backup}.\n`;
  return [
    renderTable(restoredColumns, restored),
    `Restored from backup ${backup}; what stood there is kept under _damaged in each container.`,
    'Run `npx medallion run`: it reads again what came after the backup.',
    '',
  ].join('\n');
}
