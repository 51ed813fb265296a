import { isFailure, type Decision, type PolicyReport, type Status } from './engine';
import type { Json } from '../shared/json';

/** One line of the table: a rule over all stacks it was run on. */
export interface RuleRow {
  readonly rule: string;
  readonly level: string;
  readonly compliant: number;
  readonly findings: number;
  readonly waived: number;
  readonly cannotDecide: number;
  readonly failed: number;
}

/** One line of the list below the table: something a reviewer has to look at. */
export interface AttentionRow {
  readonly status: Status | 'waiver-problem' | 'not-evaluated';
  readonly level: string;
  readonly rule: string;
  readonly stack: string;
  /** Construct path, so that the reader finds the line of code; the address follows in the JSON. */
  readonly resource: string;
  readonly message: string;
  readonly remedy: string;
}

/** Every rule once, those without any finding too: a pass is a result. */
export function ruleRows({ rules, decisions }: PolicyReport): readonly RuleRow[] {
  return rules.map(({ id, level }) => {
    const count = (status: Status): number =>
      decisions.filter((decision) => decision.rule === id && decision.status === status).length;
    return {
      rule: id,
      level,
      compliant: count('compliant'),
      findings: count('non-compliant'),
      waived: count('waived'),
      cannotDecide: count('cannot-decide'),
      failed: count('rule-failed'),
    };
  });
}

/** Findings, failures, faulty waivers, then what is waived or undecided; failures of the review first. */
export function attentionRows(report: PolicyReport): readonly AttentionRow[] {
  const remedies = new Map(report.rules.map(({ id, remedy }) => [id, remedy]));
  const shown = report.decisions.filter(({ status }) => status !== 'compliant' && status !== 'not-applicable');
  const rows = [...shown.filter(isFailure), ...shown.filter((decision) => !isFailure(decision))].map((decision) =>
    attentionRow(decision, remedies.get(decision.rule) ?? ''),
  );
  const problems = report.waiverProblems.map(({ waiver, problem, remedy }): AttentionRow => {
    const { rule, stack, resource } = waiver;
    return { status: 'waiver-problem', level: 'error', rule, stack, resource, message: problem, remedy };
  });
  const unread = report.notEvaluated.map(({ stack, address, reason }): AttentionRow => ({
    status: 'not-evaluated',
    level: 'undecided',
    rule: 'none',
    stack,
    resource: address,
    message: reason,
    remedy: '',
  }));
  return [...problems, ...rows, ...unread];
}

function attentionRow(decision: Decision, remedy: string): AttentionRow {
  const { status, level, rule, stack, resource, message, waiver } = decision;
  return {
    status,
    level,
    rule,
    stack,
    resource: resource?.path ?? '',
    message: waiver ? `${message} Waived by ${waiver.owner} until ${waiver.expires}: ${waiver.reason}` : message,
    remedy: status === 'non-compliant' ? remedy : '',
  };
}

/** One sentence that says how the review ended. */
export function summary(report: PolicyReport): string {
  const count = (status: Status): number => report.decisions.filter((decision) => decision.status === status).length;
  const errors = report.decisions.filter(isFailure).length;
  const parts = [
    `${String(report.rules.length)} rules over ${String(report.stacks.length)} stacks`,
    `${String(count('compliant'))} passes`,
    `${String(errors)} errors`,
    `${String(count('non-compliant') + count('rule-failed') - errors)} warnings`,
    `${String(count('waived'))} waived`,
    `${String(count('cannot-decide'))} undecided`,
    `${String(report.notEvaluated.length)} not evaluated`,
    `${String(report.waiverProblems.length)} faulty waivers`,
  ];
  if (report.nothingEvaluated) {
    return `Nothing evaluated: ${String(report.stacks.length)} stacks hold no resource of azurerm, ${String(report.notEvaluated.length)} modules and resources of other providers. This is not a pass.`;
  }
  return `${report.passed ? 'Passed' : 'Failed'}: ${parts.join(', ')}.`;
}

/** The whole report as plain JSON, passes and waivers included. */
export function policyJson(report: PolicyReport): Json {
  return {
    schemaVersion: 1,
    passed: report.passed,
    summary: summary(report),
    nothingEvaluated: report.nothingEvaluated,
    notEvaluated: report.notEvaluated.map((one) => ({ ...one })),
    notices: report.notices,
    stacks: report.stacks,
    rules: report.rules.map(({ id, level, what, why, remedy, controls, source }) => ({
      id,
      level,
      what,
      why,
      remedy,
      controls,
      source,
    })),
    decisions: report.decisions.map(({ resource, waiver, ...decision }) => ({
      ...decision,
      resource: resource && { ...resource },
      waiver: waiver && { ...waiver },
    })),
    waiverProblems: report.waiverProblems.map(({ waiver, problem, remedy }) => ({
      waiver: { ...waiver },
      problem,
      remedy,
    })),
  };
}
