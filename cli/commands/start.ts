import type { Command } from 'commander';
import { packageRelease } from '../../delivery/package';
import { promote } from '../../delivery/promote';
import { publish } from '../../delivery/publish';
import { TARGETS } from '../../environments/settings/targets';
import { estimateJson } from '../../finops/estimate-report';
import { summary } from '../../policies/report';
import type { CliContext } from '../context';
import { openLocal } from '../open-target';
import { type Format, formatOption, synthOutput } from '../options';
import { renderJson } from '../output';
import { Progress } from '../progress';
import { writeReport } from '../report-page';
import { estimateCosts, reviewPolicies } from '../review';
import { describeRun, runWithProgress } from '../run-phase';
import { localPrice, renderTableLines, tableLines } from '../run-summary';
import { renderEstimates } from './cost';
import { renderAttention } from './policy';
import { synthesize } from '../synthesize';
import { writeSample } from './sample';

const PHASES = 9;

export function addStart(program: Command, context: CliContext): void {
  program
    .command('start')
    .addOption(formatOption('table', 'json'))
    .action(({ format }: { readonly format: Format }) => start(context, format));
}

async function start(context: CliContext, format: Format): Promise<void> {
  const { terminal, repository, engine, layout } = context;
  const progress = new Progress(terminal, PHASES);
  const target = openLocal(context);
  const stacks = synthOutput(repository);

  await progress.phase(
    'Sample',
    ({ status }) => writeSample(context, layout.landing, status),
    (outcome) => outcome,
  );
  await progress.phase(
    'Synthesize',
    () => synthesize(repository, stacks),
    () => stacks,
  );
  const policies = await progress.phase('Policies', () => reviewPolicies(context, stacks), summary);
  terminal.note(renderAttention(policies));
  const estimates = await progress.phase(
    'Estimate',
    () => estimateCosts(context, stacks),
    (all) => all.map(({ environment, totalUsd }) => `${environment} $${totalUsd} a month`).join(', '),
  );
  const packaged = await progress.phase(
    'Package',
    () => packageRelease({ repository, engine, packages: layout.packages }),
    ({ release }) => `release ${release.id}`,
  );
  await progress.phase(
    'Publish',
    () => publish(target, packaged),
    ({ outcome }) => outcome,
  );
  await progress.phase(
    'Promote',
    () => promote(target, packaged.release.id),
    ({ changed, state }) => (changed ? `number ${state.sequence}` : 'active already'),
  );
  const result = await progress.phase('Run', (phase) => runWithProgress(target, undefined, phase), describeRun);
  const page = await progress.phase(
    'Report',
    () => writeReport(context, target, estimates, policies, TARGETS),
    (path) => path,
  );

  const price = localPrice(context);
  const lines = tableLines(result, await target.lakeData(), price);
  terminal.result(
    format === 'json'
      ? renderJson({ ...result, tables: lines, estimates: estimateJson(estimates), report: page })
      : `\n${renderEstimates(estimates)}\n${renderTableLines(lines, price)}\nreport: ${page}\n`,
  );
  if (result.status === 'failed' || !policies.passed) context.exitWith(1);
}
