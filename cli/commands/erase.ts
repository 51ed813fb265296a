import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { UserError } from '../../shared/errors';
import {
  erase,
  type ErasedTable,
  type ErasureProof,
  type ErasureRequest,
  prepareErasure,
  repeatErasures,
  tryErasure,
} from '../../delivery/erasure';
import type { CliContext } from '../context';
import { runJob } from '../job-phase';
import { openTarget } from '../open-target';
import { type Format, formatOption, type TargetChoice, withTarget } from '../options';
import { type Column, count, renderJson, renderMarkdownTable, renderTable } from '../output';

interface Options extends TargetChoice {
  readonly from?: string;
  readonly yes?: true;
  readonly again?: true;
  readonly prepare?: true;
  readonly backups: boolean;
  readonly format: Format;
}

export function addErase(program: Command, context: CliContext): void {
  withTarget(program.command('erase'), context)
    .description('forget persons in every layer, in old files, logs, deliveries and backups, and prove it')
    .argument('[subject]', 'kind of person, as contracts name it (for example household)')
    .argument('[values...]', 'who, as the sources write it')
    .option('--from <file>', 'who, one a line: names in a file stay out of the history of the shell')
    .option('--yes', 'delete; without it rows are only counted')
    .addOption(
      new Option('--again', 'repeat every erasure there ever was, as after a restore').conflicts(['from', 'prepare']),
    )
    .addOption(
      new Option('--prepare', 'only leave the request for the pipeline erasure of Data Factory').conflicts('yes'),
    )
    .option('--no-backups', 'leave the backups as they are: they keep the persons until they end')
    .addOption(formatOption('table', 'json', 'markdown'))
    .action(async (subject: string | undefined, values: readonly string[], options: Options) => {
      const { format, backups } = options;
      const target = openTarget(context, options);
      const give = (value: unknown, text: string): void => {
        context.terminal.result(format === 'json' ? renderJson(value) : text);
      };
      if (options.again) {
        requireNobody(subject);
        const done = await runJob(context.terminal, 'Erasures', (onLog) => repeatErasures(target, { backups, onLog }));
        give({ proofs: done }, done.map((proof) => render(proof, format)).join('\n') || 'Nobody was ever forgotten.\n');
        if (!done.every(({ holds }) => holds)) context.exitWith(1);
        return;
      }
      const request = { subject: requireSubject(subject), values: readValues(values, options.from) };
      if (options.prepare) {
        const id = await prepareErasure(target, request);
        give({ request: id }, `Start the pipeline erasure with the parameter request: ${id}\n`);
      } else if (options.yes) {
        const done = await runJob(context.terminal, 'Erasure', (onLog) => erase(target, request, { backups, onLog }));
        give({ proofs: [done] }, render(done, format));
        if (!done.holds) context.exitWith(1);
      } else {
        const found = await runJob(context.terminal, 'Count', (onLog) => tryErasure(target, request, onLog));
        give({ trial: found }, renderTrial(found, request));
      }
    });
}

function requireNobody(subject: string | undefined): void {
  if (subject === undefined) return;
  throw new UserError(
    'conflicting-arguments',
    '--again takes no values',
    'Leave the values out: --again repeats every recorded erasure.',
  );
}

function requireSubject(subject: string | undefined): string {
  if (subject !== undefined) return subject;
  throw new UserError(
    'missing-argument',
    'erase names no kind of person',
    'Give it first, for example: erase household --from ids.txt',
  );
}

/** @throws UserError when nobody is named, or the file cannot be read */
function readValues(values: readonly string[], file: string | undefined): readonly string[] {
  const listed = file === undefined ? [] : readLines(file);
  const all = [...values, ...listed].map((value) => value.trim()).filter((value) => value !== '');
  if (all.length > 0) return all;
  throw new UserError(
    'missing-argument',
    'no persons given',
    'Pass values after the kind, or --from <file> with one per line.',
  );
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/);
  } catch {
    throw new UserError('file-unreadable', `${file} cannot be read`, 'Give a text file with one person per line.');
  }
}

function renderTrial(found: readonly ErasedTable[], { values }: ErasureRequest): string {
  const told = ['table', 'rows', 'unreadable'];
  const table = renderTable(
    COLUMNS.filter(({ title }) => told.includes(title)),
    found,
  );
  const who = values.length === 1 ? 'one person' : `${values.length} persons`;
  const what = `Rows of ${who}, and unreadable ones that may be: the value stands in a line that does not say whose it is.`;
  return `${table}\n${what}\nNothing has been deleted. With --yes they go, and there is no way back.\n`;
}

const COLUMNS: readonly Column<ErasedTable>[] = [
  { title: 'table', value: ({ table }) => table },
  { title: 'place', value: ({ place }) => (place === 'lake' ? place : 'backup') },
  { title: 'rows', align: 'right', value: ({ rows }) => count(rows) },
  { title: 'unreadable', align: 'right', value: ({ unreadable }) => count(unreadable) },
  { title: 'deliveries', align: 'right', value: ({ deliveries }) => count(deliveries) },
  { title: 'files', align: 'right', value: ({ files }) => count(files) },
  { title: 'log entries', align: 'right', value: ({ log_entries: entries }) => count(entries) },
  { title: 'found again', value: ({ left }) => foundAgain(left) },
];

function foundAgain(left: ErasedTable['left']): string {
  if (left === null) return 'names nobody';
  const places = [
    ['rows', left.rows],
    ['files', left.files],
    ['log', left.log],
  ] as const;
  const found = places.filter(([, persons]) => persons > 0).map(([place, persons]) => `${persons} in ${place}`);
  return found.join(', ') || 'no';
}

/** What a security officer is given; `markdown` for a ticket. */
function render(proof: ErasureProof, format: Format): string {
  const verdict = proof.holds
    ? 'Nobody of them is found in any row, file or log of the lake.'
    : `The proof does NOT hold. ${whyNot(proof)}`;
  const facts = `Erasure ${proof.id}, asked for at ${proof.requestedAt}, finished at ${proof.finishedAt}.`;
  const tables = (format === 'markdown' ? renderMarkdownTable : renderTable)(COLUMNS, proof.tables);
  const limits = 'Azure keeps deleted files for the soft-delete days of the account; sources may deliver them again.';
  return `${tables}\n${facts}\n${verdict}\n${limits}\n`;
}

function whyNot({ failed }: ErasureProof): string {
  return failed.length > 0
    ? `${failed.join(' ')} Put that right, then: npx medallion erase --again`
    : 'See the column found again; then: npx medallion erase --again';
}
