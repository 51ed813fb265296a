import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { evaluatePolicies } from '../../policies/engine';
import { toJunit } from '../../policies/junit';
import { cannotDecide, COMPLIANT, nonCompliant, type Outcome, type Rule } from '../../policies/rule';
import { toSarif } from '../../policies/sarif';
import { stackOf } from './harness';

const GROUP = 'azurerm_resource_group.lake';

function rule(id: string, outcome: Outcome, level: Rule['level'] = 'error'): Rule {
  return {
    id,
    level,
    pack: 'baseline',
    waivable: true,
    when: 'review',
    what: `${id} holds`,
    why: 'Because.',
    remedy: `Mend <${id}> & "go on".`,
    controls: ['CIS 1.1'],
    source: 'test',
    evaluate: (stack) => stack.resources.map((resource) => ({ resource, outcome })),
  };
}

const rules = [
  rule('passes', COMPLIANT),
  rule('fails', nonCompliant('a < b & "c"')),
  rule('warns', nonCompliant('small'), 'warning'),
  rule('is-waived', nonCompliant('known')),
  rule('undecided', cannotDecide('a reference')),
];
const waiver = {
  rule: 'is-waived',
  stack: 'test',
  resource: GROUP,
  reason: 'accepted for the pilot',
  owner: 'lake team',
  expires: '2027-01-31',
};
const report = evaluatePolicies([stackOf({ [GROUP]: {} })], rules, [waiver], '2026-11-24');

describe('SARIF', () => {
  const [run] = toSarif(report, 'cdktf.out', '1.2.3').runs;
  const results = run?.results ?? [];

  it('holds every outcome with its kind and level', () => {
    expect(results.map(({ ruleId, kind, level }) => [ruleId, kind, level])).toEqual([
      ['passes', 'pass', 'none'],
      ['fails', 'fail', 'error'],
      ['warns', 'fail', 'warning'],
      ['is-waived', 'fail', 'error'],
      ['undecided', 'review', 'none'],
    ]);
  });

  it('points at the rule and at the construct', () => {
    for (const { ruleId, ruleIndex, locations } of results) {
      expect(run?.tool.driver.rules?.[ruleIndex ?? -1]?.id).toBe(ruleId);
      expect(locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName).toBe('test/lake');
      expect(locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('cdktf.out/stacks/test/cdk.tf.json');
    }
  });

  it('suppresses what is waived, and only that', () => {
    const suppressed = results.filter(({ suppressions }) => suppressions !== undefined);
    expect(suppressed.map(({ ruleId }) => ruleId)).toEqual(['is-waived']);
    expect(suppressed[0]?.suppressions?.[0]?.justification).toBe(
      'accepted for the pilot (lake team, until 2027-01-31)',
    );
  });

  it('reports a faulty waiver as an error', () => {
    const faulty = evaluatePolicies(
      [stackOf({ [GROUP]: {} })],
      rules,
      [waiver, { ...waiver, rule: 'passes' }],
      '2026-11-24',
    );
    expect(toSarif(faulty, 'cdktf.out', '1.2.3').runs[0]?.results?.at(-1)).toMatchObject({
      ruleId: 'waiver',
      level: 'error',
    });
  });
});

describe('SARIF against the published schema', () => {
  const schema = JSON.parse(
    readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
  ) as Record<string, unknown>;
  const { id, ...rest } = schema;
  delete rest['$schema'];
  const validate = addFormats(new Ajv({ strict: false, unicodeRegExp: false, logger: false })).compile({
    ...rest,
    $id: String(id),
  });

  it('is valid, waivers and faulty waivers included', () => {
    const faulty = evaluatePolicies(
      [stackOf({ [GROUP]: {} })],
      rules,
      [waiver, { ...waiver, rule: 'passes' }],
      '2026-11-24',
    );
    expect(validate(toSarif(faulty, 'cdktf.out', '1.2.3')) ? [] : validate.errors).toEqual([]);
  });

  it('would not be valid with a kind of our own', () => {
    const log = toSarif(report, 'cdktf.out', '1.2.3');
    const results = log.runs[0]?.results?.map((result) => ({ ...result, kind: 'waived' }));
    expect(validate({ ...log, runs: [{ ...log.runs[0], results }] })).toBe(false);
  });
});

describe('JUnit', () => {
  const xml = toJunit(report);

  it('is well-formed and read back by a reader of XML', () => {
    expect(XMLValidator.validate(xml)).toBe(true);
    const parsed = new XMLParser({
      ignoreAttributes: false,
      isArray: (name) => ['testsuite', 'testcase'].includes(name),
    }).parse(xml);
    const suites: { '@_name': string; '@_tests': string; '@_failures': string; '@_skipped': string }[] =
      parsed.testsuites.testsuite;
    expect(suites.map((suite) => [suite['@_name'], suite['@_tests'], suite['@_failures'], suite['@_skipped']])).toEqual(
      [
        ['passes', '1', '0', '0'],
        ['fails', '1', '1', '0'],
        ['warns', '1', '0', '1'],
        ['is-waived', '1', '0', '1'],
        ['undecided', '1', '0', '1'],
      ],
    );
  });

  it('is read by a standard reader', () => {
    const program = `import { parse } from 'junit2json'; import { readFileSync } from 'node:fs';
      const { testsuite } = await parse(readFileSync(0, 'utf8'));
      console.log(JSON.stringify(testsuite.map(({ name, tests, failures, skipped }) => [name, tests, failures, skipped])));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      input: xml,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([
      ['passes', 1, 0, 0],
      ['fails', 1, 1, 0],
      ['warns', 1, 0, 1],
      ['is-waived', 1, 0, 1],
      ['undecided', 1, 0, 1],
    ]);
  });

  it('escapes what messages contain', () => {
    expect(xml).toContain('message="a &lt; b &amp; &quot;c&quot;"');
    expect(xml).toContain('Mend &lt;fails&gt; &amp; &quot;go on&quot;.');
  });
});
