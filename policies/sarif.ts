import type { Log, ReportingDescriptor, Result } from 'sarif';
import { visible } from '../shared/visible';
import type { Decision, PolicyReport } from './engine';
import type { Rule } from './rule';

/** SARIF names an outcome by a kind, and a level only where it failed. */
const KINDS: Readonly<Record<Decision['status'], NonNullable<Result['kind']>>> = {
  compliant: 'pass',
  'non-compliant': 'fail',
  waived: 'fail',
  'cannot-decide': 'review',
  'not-applicable': 'notApplicable',
  'rule-failed': 'fail',
};

/**
 * The report as SARIF 2.1.0, passes and waivers included.
 *
 * @param outdir folder of the synthesis as the reader of the log sees it, for example `cdktf.out`
 * @param version of the product
 */
export function toSarif(report: PolicyReport, outdir: string, version: string): Log {
  const positions = new Map(report.rules.map(({ id }, position) => [id, position]));
  const own = report.decisions.map((decision) => toResult(decision, positions.get(decision.rule) ?? -1, outdir));
  const waivers = report.waiverProblems.map(({ waiver, problem, remedy }): Result => ({
    ruleId: 'waiver',
    kind: 'fail',
    level: 'error',
    message: { text: literal(`Waiver of ${waiver.rule} on ${waiver.resource}: ${problem} ${remedy}`) },
    locations: [locate(waiver.stack, waiver.resource, outdir)],
  }));
  const unread = report.notEvaluated.map(({ stack, address, reason }): Result => ({
    ruleId: 'not-evaluated',
    kind: 'review',
    level: 'none',
    message: { text: literal(reason) },
    locations: [locate(stack, address, outdir)],
  }));
  return {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [
      {
        tool: { driver: { name: 'Medallion policies', version, rules: report.rules.map(describe) } },
        columnKind: 'utf16CodeUnits',
        results: [...own, ...waivers, ...unread],
        invocations: [
          {
            executionSuccessful: !report.nothingEvaluated,
            toolExecutionNotifications: report.notices.map((text) => ({
              level: 'note',
              message: { text: literal(text) },
            })),
          },
        ],
      },
    ],
  };
}

function describe({ id, level, what, why, remedy, controls }: Rule): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: what },
    fullDescription: { text: why },
    help: { text: remedy },
    defaultConfiguration: { level },
    properties: { tags: [...controls] },
  };
}

function toResult(decision: Decision, ruleIndex: number, outdir: string): Result {
  const { rule, level, status, stack, resource, message, waiver } = decision;
  const kind = KINDS[status];
  return {
    ruleId: rule,
    ruleIndex,
    kind,
    level: kind === 'fail' ? level : 'none',
    message: { text: literal(message === '' ? status : message) },
    locations: [locate(stack, resource?.path ?? stack, outdir)],
    ...(waiver === null
      ? {}
      : {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: `${waiver.reason} (${waiver.owner}, until ${waiver.expires})`,
            },
          ],
        }),
  };
}

function locate(stack: string, path: string, outdir: string): NonNullable<Result['locations']>[number] {
  return {
    physicalLocation: {
      artifactLocation: {
        uri: [...outdir.split('/'), 'stacks', stack, 'cdk.tf.json'].map(encodeURIComponent).join('/'),
      },
      region: { startLine: 1 },
    },
    logicalLocations: [{ fullyQualifiedName: path, kind: 'resource' }],
  };
}

/** SARIF reads `[text](target)` in a message as a link, unless the bracket is escaped. */
function literal(text: string): string {
  return visible(text).replace(/\[(?=[^\]]*\]\()/g, '\\[');
}
