import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '../../shared/errors';
import { evaluatePolicies } from '../../policies/engine';
import { ruleTests } from '../../policies/testing';
import { loadUserRules } from '../../policies/user-rules';
import { finds, isOpen, passes, stackOf } from './harness';

const TODAY = '2026-11-24';
const ACCOUNT = 'azurerm_storage_account.lake';

/** As somebody would write it without a compiler. */
const module_ = (body: string, change = ''): string => `
exports.rule = {
  id: 'only-in-europe',
  level: 'error',
  what: 'Accounts stand in Europe.',
  why: 'Our customers were promised so.',
  remedy: 'Set location to westeurope.',
  controls: ['Contract 4.2'],
  source: 'the contract',
  evaluate: (stack) => { ${body} },
  ${change}
};`;
const RULE = module_(`
  const accounts = stack.resources.filter((one) => one.type === 'azurerm_storage_account');
  return accounts.length === 0 ? 'not-applicable' : accounts.map((resource) => {
    const where = String(resource.body.location);
    if (where.includes('\${')) return { resource, outcome: { kind: 'cannot-decide', reason: where } };
    return { resource, outcome: where.includes('europe')
      ? { kind: 'compliant' }
      : { kind: 'non-compliant', message: 'The account stands in ' + where + '.' } };
  });`);

describe('rules of users', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'user-rules-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const write = (text: string, file = 'only-in-europe.js') => writeFileSync(join(dir, file), text);
  const at = (location: string) => stackOf({ [ACCOUNT]: { location } }, {}, 'dev');
  const refused = (): UserError => {
    try {
      loadUserRules(dir);
    } catch (error) {
      if (error instanceof UserError) return error;
      throw error;
    }
    throw new Error('nothing was refused');
  };

  test('are judged beside ours, in every environment', () => {
    write(RULE);
    write('declare const rule: object;', 'only-in-europe.d.ts');
    write('throw new Error("a test is no rule");', 'only-in-europe.test.js');
    const own = loadUserRules(dir);
    expect(evaluatePolicies([at('westeurope')], own, [], TODAY).passed).toBe(true);
    const report = evaluatePolicies([at('eastus')], own, [], TODAY);
    expect(report.passed).toBe(false);
    expect(report.decisions.map(({ message }) => message)).toEqual(['The account stands in eastus.']);
  });

  test('are tested by the helper that tests ours', () => {
    write(RULE);
    const [rule] = loadUserRules(dir);
    if (!rule) throw new Error('The rule was not loaded.');
    const cases = [
      passes('Europe', at('northeurope')),
      finds('America', at('eastus'), 'eastus'),
      finds('Asia', at('japaneast')),
      isOpen('a variable', at('${var.location}')),
    ];
    const failing = (some: typeof cases) =>
      ruleTests({ rule, address: ACCOUNT, cases: some }).filter(({ run }) => {
        try {
          run();
          return false;
        } catch {
          return true;
        }
      });
    expect(failing(cases)).toEqual([]);
    expect(failing(cases.slice(1))).toHaveLength(1);
  });

  test.each([
    ['throws', "throw new Error('boom');", 'boom'],
    ['returns nothing', '', 'must return "not-applicable" or a list'],
    [
      'returns half an outcome',
      "return [{ resource: stack.resources[0], outcome: { kind: 'non-compliant' } }];",
      'must return',
    ],
  ])('that %s is that rule’s failure', (_, body, says) => {
    write(module_(body));
    const report = evaluatePolicies([at('eastus')], loadUserRules(dir), [], TODAY);
    expect(report.passed).toBe(false);
    expect(report.decisions).toMatchObject([{ status: 'rule-failed', rule: 'only-in-europe' }]);
    expect(report.decisions[0]?.message).toContain(says);
  });

  test.each([
    ['that do not load', 'const = 1;', 'cannot be loaded'],
    ['without a rule', 'exports.other = 1;', 'exports no rule'],
    ['with the name of another file', module_('', "id: 'other',"), 'must be the name of the file'],
    ['with an unknown level', module_('', "level: 'info',"), 'must be error or warning'],
    ['without a remedy', module_('', "remedy: '',"), 'remedy must be a sentence'],
    ['without controls', module_('', 'controls: null,'), 'controls must be a list'],
    ['that are not functions', module_('', 'evaluate: true,'), 'evaluate must be a function'],
  ])('%s are refused, by file', (_, text, says) => {
    write(text);
    expect(refused().message).toContain(says);
    expect(refused().message).toContain('only-in-europe.js');
  });

  test('that take the name of ours are refused', () => {
    write(module_('', "id: 'required-tags',"), 'required-tags.js');
    expect(refused().message).toContain('is taken by one of ours');
  });

  test('are all named at once', () => {
    write('exports.other = 1;');
    write('exports.other = 1;', 'second.cjs');
    expect(refused().message.split('\n')).toHaveLength(2);
  });

  test('are read as TypeScript, with the types that a compiler would check', () => {
    expect(refused().message).toContain('holds no rule');
    write(
      `interface Mine { readonly id: string }\n${RULE.replace('exports.rule =', 'export const rule: Mine & object =')}`,
      'only-in-europe.ts',
    );
    expect(evaluatePolicies([at('eastus')], loadUserRules(dir), [], TODAY).decisions).toHaveLength(1);
  });

  test('that stand in two languages are refused', () => {
    write(RULE);
    write(RULE, 'only-in-europe.ts');
    expect(refused().message).toContain('one rule twice: only-in-europe.js, only-in-europe.ts');
  });

  test('need a folder', () => {
    rmSync(dir, { recursive: true });
    expect(refused().message).toContain('does not exist');
  });
});
