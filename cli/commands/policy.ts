import type { Command } from 'commander';
import type { PolicyReport } from '../../policies/engine';
import { attentionRows, policyJson, ruleRows, summary } from '../../policies/report';
import type { CliContext } from '../context';
import { type Format, formatOption, stacksOption } from '../options';
import { count, renderJson, renderTable } from '../output';
import { reviewPolicies } from '../review';

export function addPolicy(program: Command, context: CliContext): void {
  program
    .command('policy')
    .description('check the synthesized stacks against every rule')
    .addOption(stacksOption(context))
    .addOption(formatOption('table', 'json'))
    .action(({ stacks, format }: { stacks: string; format: Format }) => {
      const report = reviewPolicies(context, stacks);
      context.terminal.result(format === 'json' ? renderJson(policyJson(report)) : renderPolicies(report));
      if (!report.passed) context.exitWith(1);
    });
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
  return `${rules}\n${renderAttention(report)}${summary(report)}\n`;
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
