import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import type { PolicyReport } from '../../policies/engine';
import { toJunit } from '../../policies/junit';
import { toMarkdown } from '../../policies/markdown';
import { attentionRows, policyJson, ruleRows, summary } from '../../policies/report';
import { toSarif } from '../../policies/sarif';
import type { CliContext } from '../context';
import { type Format, formatOption, rulesOption, stacksOption } from '../options';
import { versionOfPackage } from '../paths';
import { count, renderJson, renderTable } from '../output';
import { reviewPolicies } from '../review';

/** Exit code of a run that had nothing to judge: neither a pass (0) nor a finding (1). */
const NOTHING_EVALUATED = 3;

interface Options {
  readonly stacks: string;
  readonly rules?: string;
  readonly format: Format;
}

export function addPolicy(program: Command, context: CliContext): void {
  program
    .command('policy')
    .addOption(stacksOption(context))
    .addOption(rulesOption())
    .addOption(formatOption('table', 'json', 'markdown', 'sarif', 'junit'))
    .action(({ stacks, rules, format }: Options) => {
      const report = reviewPolicies(context, stacks, rules);
      context.terminal.result(render(report, format, relative(context.repository, resolve(stacks))));
      if (!report.passed) context.exitWith(report.nothingEvaluated ? NOTHING_EVALUATED : 1);
    });
}

/** @param outdir folder of the synthesis, seen from the repository */
function render(report: PolicyReport, format: Format, outdir: string): string {
  switch (format) {
    case 'json':
      return renderJson(policyJson(report));
    case 'markdown':
      return toMarkdown(report);
    case 'sarif':
      return renderJson(toSarif(report, outdir, versionOfPackage()));
    case 'junit':
      return toJunit(report);
    case 'table':
      return renderPolicies(report);
  }
}

export function renderPolicies(report: PolicyReport): string {
  const rules = renderTable(
    [
      { title: 'rule', value: ({ rule }) => rule },
      { title: 'level', value: ({ level }) => level },
      { title: 'compliant', align: 'right', value: ({ compliant }) => count(compliant) },
      { title: 'findings', align: 'right', value: ({ findings }) => count(findings) },
      { title: 'waived', align: 'right', value: ({ waived }) => count(waived) },
      { title: 'undecided', align: 'right', value: ({ cannotDecide }) => count(cannotDecide) },
    ],
    ruleRows(report),
  );
  return `${rules}\n${renderAttention(report)}${report.notices.map((notice) => `notice: ${notice}\n`).join('')}${summary(report)}\n`;
}

/** Each finding with its remedy, where it can be read: these lines are too long for a table. */
export function renderAttention(report: PolicyReport): string {
  return attentionRows(report)
    .map(
      ({ status, level, rule, stack, resource, message, remedy }) =>
        `${level} ${rule} (${status}) in ${stack}: ${resource}\n  ${message}\n${remedy === '' ? '' : `  remedy: ${remedy}\n`}\n`,
    )
    .join('');
}
