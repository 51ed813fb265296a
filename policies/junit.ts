import { XMLBuilder } from 'fast-xml-parser';
import { visible } from '../shared/visible';
import { isFailure, type Decision, type PolicyReport } from './engine';

interface Case {
  readonly '@classname': string;
  readonly '@name': string;
  readonly failure?: { readonly '@message': string; readonly '#text': string };
  readonly skipped?: { readonly '@message': string };
}

/**
 * The report as JUnit XML: one suite a rule, one case a decision.
 *
 * What cannot be decided, does not apply or is waived is a skipped case with its reason: it has not passed.
 */
export function toJunit(report: PolicyReport): string {
  const remedies = new Map(report.rules.map(({ id, remedy }) => [id, remedy]));
  const suites = report.rules.map(({ id }) =>
    suite(
      id,
      report.decisions.filter(({ rule }) => rule === id).map((decision) => testCase(decision, remedies.get(id) ?? '')),
    ),
  );
  const waivers = report.waiverProblems.map(({ waiver, problem, remedy }): Case => ({
    '@classname': waiver.stack,
    '@name': `${waiver.rule} on ${waiver.resource}`,
    failure: { '@message': problem, '#text': remedy },
  }));
  const unread = report.notEvaluated.map(({ stack, address, reason }): Case => ({
    '@classname': stack,
    '@name': address,
    skipped: { '@message': `not evaluated: ${reason}` },
  }));
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    format: true,
    suppressEmptyNode: true,
    // XML has no form for most control characters, not even an escaped one.
    attributeValueProcessor: (_, value) => visible(String(value)),
    tagValueProcessor: (_, value) => visible(String(value)),
  });
  const document = {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      testsuite: [
        ...suites,
        ...(waivers.length > 0 ? [suite('waivers', waivers)] : []),
        ...(unread.length > 0 ? [suite('not evaluated', unread)] : []),
      ],
    },
  };
  return builder.build(document);
}

function suite(name: string, cases: readonly Case[]) {
  return {
    '@name': name,
    '@tests': cases.length,
    '@failures': cases.filter(({ failure }) => failure !== undefined).length,
    '@skipped': cases.filter(({ skipped }) => skipped !== undefined).length,
    testcase: cases,
  };
}

function testCase(decision: Decision, remedy: string): Case {
  const { stack, resource, status, level, message } = decision;
  const named = { '@classname': stack, '@name': resource?.path ?? stack };
  if (isFailure(decision)) return { ...named, failure: { '@message': message, '#text': remedy } };
  if (status === 'compliant') return named;
  return {
    ...named,
    skipped: { '@message': status === 'non-compliant' ? `${level}: ${message}` : `${status}: ${message}` },
  };
}
