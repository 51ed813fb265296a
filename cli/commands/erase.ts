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
import {
  certify,
  keyName,
  publicPem,
  renderCertificate,
  signingKey,
  verifyCertificate,
} from '../../delivery/certificate';
import { replaceFile } from '../../delivery/files';
import { counted } from '../../shared/plural';
import type { CliContext } from '../context';
import { runJob } from '../job-phase';
import { openTarget } from '../open-target';
import { type Format, formatOption, type TargetChoice, withTarget } from '../options';
import { type PrintedColumn, count, renderJson, renderMarkdownTable, renderTable } from '../output';

interface Options extends TargetChoice {
  readonly from?: string;
  readonly alsoFrom?: string;
  readonly certificate?: string;
  readonly yes?: true;
  readonly again?: true;
  readonly prepare?: true;
  readonly backups: boolean;
  readonly format: Format;
}

/** Ends `--certificate` with the public key beside it, for those who verify. */
const PUBLIC_KEY = '.pub.pem';

function writeCertificate({ layout, terminal }: CliContext, file: string, proof: ErasureProof): void {
  const key = signingKey(layout.certificateKey);
  replaceFile(file, renderCertificate(certify(proof, key)));
  replaceFile(`${file}${PUBLIC_KEY}`, publicPem(key));
  terminal.note(
    `certificate: ${file}; verify it with \`npx medallion erase verify ${file} --key ${file}${PUBLIC_KEY}\`\n`,
  );
}

function addVerify(erasing: Command, { terminal }: CliContext): void {
  erasing
    .command('verify')
    .description('verify that a certificate of an erasure is whole, and who signed it')
    .argument('<certificate>', 'file that `erase --certificate` wrote')
    .option('--key <file>', 'public key (PEM) of the lake that is trusted; without it any key is accepted, and named')
    .addOption(formatOption('table', 'json'))
    .action((file: string, { key, format }: { readonly key?: string; readonly format: Format }) => {
      const { proof, signature } = verifyCertificate(
        readText(file, 'Give the file that `erase --certificate` wrote.'),
        file,
        key === undefined ? undefined : readText(key, 'Give a public key in PEM.'),
      );
      if (format === 'json') {
        return terminal.result(
          renderJson({ proof, signedBy: keyName(signature.publicKey), trusted: key !== undefined }),
        );
      }
      const by = `${key === undefined ? 'signed by' : 'signed by the trusted key'} ${keyName(signature.publicKey)}`;
      const verdict = proof.holds ? 'The erasure it certifies holds.' : 'It certifies an erasure that does NOT hold.';
      const unknown = key === undefined ? " Compare that name with the lake's own, or give --key." : '';
      terminal.result(`${file} is whole, ${by}.${unknown}\n${render(proof, 'table')}${verdict}\n`);
    });
}

export function addErase(program: Command, context: CliContext): void {
  const erasing = program.command('erase');
  addVerify(erasing, context);
  withTarget(erasing, context)
    .argument('[subject]', 'kind of person, as contracts name it (for example household)')
    .argument('[values...]', 'who, as the sources write it')
    .option('--from <file>', 'who, one a line: names in a file stay out of the history of the shell')
    .option('--also-from <file>', 'what else they are known by in text, one a line: addresses, numbers, names')
    .option('--yes', 'delete; without it rows are only counted')
    .addOption(
      new Option('--again', 'repeat every erasure there ever was, as after a restore').conflicts(['from', 'prepare']),
    )
    .addOption(
      new Option('--prepare', 'only leave the request for the pipeline erasure of Data Factory').conflicts('yes'),
    )
    .option('--no-backups', 'leave the backups as they are: they keep the persons until they end')
    .option('--certificate <file>', 'write a signed certificate of the erasure there')
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
      const request = {
        subject: requireSubject(subject),
        values: readValues(values, options.from),
        identifiers: alsoOf(options),
      };
      if (options.prepare) {
        const id = await prepareErasure(target, request);
        give({ request: id }, `Start the pipeline erasure with the parameter request: ${id}\n`);
      } else if (options.yes) {
        const done = await runJob(context.terminal, 'Erasure', (onLog) => erase(target, request, { backups, onLog }));
        if (options.certificate !== undefined) writeCertificate(context, options.certificate, done);
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

function alsoOf({ alsoFrom }: Options): readonly string[] {
  return alsoFrom === undefined ? [] : readValues([], alsoFrom);
}

function readLines(file: string): readonly string[] {
  return readText(file, 'Give a text file with one person per line.').split(/\r?\n/);
}

function readText(file: string, remedy: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UserError('file-unreadable', `${file} cannot be read`, remedy);
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

const COLUMNS: readonly PrintedColumn<ErasedTable>[] = [
  { title: 'table', value: ({ table }) => table },
  { title: 'place', value: ({ place }) => (place === 'lake' ? place : 'backup') },
  { title: 'rows', align: 'right', value: ({ rows }) => count(rows) },
  { title: 'unreadable', align: 'right', value: ({ unreadable }) => count(unreadable) },
  { title: 'redacted', align: 'right', value: ({ redacted }) => count(redacted) },
  {
    title: 'deliveries',
    align: 'right',
    value: ({ deliveries, deliveries_deleted: deleted }) =>
      deleted === 0 ? count(deliveries) : `${count(deliveries)} (${count(deleted)} deleted)`,
  },
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
    ['text', left.text],
  ] as const;
  const found = places.filter(([, persons]) => persons > 0).map(([place, persons]) => `${persons} in ${place}`);
  return found.join(', ') || 'no';
}

/** What a security officer is given; `markdown` for a ticket. */
function render(proof: ErasureProof, format: Format): string {
  const verdict = proof.holds
    ? `Nobody of them is found in what was searched: ${searchedBy(proof)}.`
    : `The proof does NOT hold. ${whyNot(proof)}`;
  const facts = `Erasure ${proof.id}, asked for at ${proof.requestedAt}, finished at ${proof.finishedAt}.`;
  const tables = (format === 'markdown' ? renderMarkdownTable : renderTable)(COLUMNS, proof.tables);
  const silent = `Not searched: ${proof.notSearched.join('; ')}.`;
  const limits = 'Azure keeps deleted files for the soft-delete days of the account; sources may deliver them again.';
  return `${tables}\n${facts}\n${verdict}\n${silent}\n${limits}\n`;
}

/** What the verdict rests on. */
function searchedBy({ tables, identifiers }: ErasureProof): string {
  const looked = tables.flatMap(({ searched }) => (searched === null ? [] : [searched]));
  const files = looked.reduce((sum, searched) => sum + searched.files, 0);
  const bytes = looked.reduce((sum, searched) => sum + searched.bytes, 0);
  const text = looked.reduce((sum, searched) => sum + searched.text.length, 0);
  return (
    `${counted(files, 'file')} (${counted(bytes, 'byte')}) and the logs of ${counted(looked.length, 'table')} by the subject's token, ` +
    `${counted(text, 'column')} of text for ${counted(identifiers.searchedInText, 'other identifier')}`
  );
}

function whyNot({ failed }: ErasureProof): string {
  return failed.length > 0
    ? `${failed.join(' ')} Put that right, then: npx medallion erase --again`
    : 'See the column found again; then: npx medallion erase --again';
}
