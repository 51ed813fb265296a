import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { App } from 'cdktf';
import { Lakehouse } from '../../constructs/lakehouse/lakehouse';
import { estimateEnvironment } from '../../finops/estimate';
import { loadPriceSheet } from '../../finops/load-price-sheet';
import { evaluatePolicies, isFailure } from '../../policies/engine';
import { rules } from '../../policies/rules';
import { synthRules } from '../../refusals/as-rules';
import { synthesize } from '../support/synth';

const FOLDER = join(__dirname, '..', '..', 'examples');
const examples = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''));

test('there is a minimal and a production example', () => {
  expect(examples).toEqual(expect.arrayContaining(['minimal', 'production']));
});

describe.each(examples)('the example %s', (example) => {
  const lakes: Lakehouse[] = [];
  const { stacks } = synthesize((app) => {
    adderOf(example)(app);
    lakes.push(...app.node.findAll().filter((node): node is Lakehouse => node instanceof Lakehouse));
  });

  test('makes two stacks a lake', () => {
    expect(lakes.length).toBeGreaterThan(0);
    expect(stacks.map(({ name }) => name).sort()).toEqual(
      lakes.flatMap(({ environment: { name } }) => [name, `${name}-access`]).sort(),
    );
  });

  test('passes every rule of the pack that it states, as `medallion policy` judges it, with no waiver', () => {
    const { decisions } = evaluatePolicies(stacks, [...rules, ...synthRules], [], '2026-11-24');
    expect(decisions.filter(({ status }) => status === 'compliant').length).toBeGreaterThan(100);
    expect(decisions.filter(isFailure).map(({ rule, resource, message }) => [rule, resource?.path, message])).toEqual(
      [],
    );
  });

  test('costs less than its budget, every resource priced or excused', () => {
    for (const { environment } of lakes) {
      const own = stacks.filter((stack) => stack.environment === environment.name);
      const { budget, totalUsd, items } = estimateEnvironment(
        own,
        environment.usage,
        loadPriceSheet(environment.location),
      );
      expect(items.length).toBeGreaterThan(0);
      expect(Number(totalUsd)).toBeGreaterThan(0);
      expect(Number(budget?.usedPercent)).toBeLessThan(100);
    }
  });
});

/** The one function of an example that puts its stacks into an app. */
function adderOf(example: string): (app: App) => void {
  const exported = createRequire(__filename)(join(FOLDER, example)) as Readonly<Record<string, unknown>>;
  const adders = Object.entries(exported).filter(([name]) => name.startsWith('add'));
  const [, adder] = adders[0] ?? [];
  if (adders.length !== 1 || typeof adder !== 'function') {
    throw new Error(`examples/${example}.ts must export one function add...(app).`);
  }
  return (app) => void Reflect.apply(adder, undefined, [app]);
}

test('the minimal example fits on a screen', () => {
  const lines = readFileSync(join(FOLDER, 'minimal.ts'), 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeLessThan(25);
});
