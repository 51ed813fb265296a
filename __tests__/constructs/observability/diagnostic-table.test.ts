import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIAGNOSED, NOT_DIAGNOSED } from '../../../constructs/observability/diagnostic-categories';

const ROOT = join(__dirname, '..', '..', '..');
const IMPORT = /from '@cdktf\/provider-azurerm\/lib\/([a-z0-9-]+)'/g;
/** What cdktf itself can make: it is called DataResource there, and terraform_data by Terraform. */
const OWN_OF_CDKTF = /import \{[^}]*\bDataResource\b[^}]*\} from 'cdktf'/;

/** Resource types that any construct or stack can make, whether a shipped environment uses it or not. */
const used = new Set(
  ['constructs', 'stacks']
    .flatMap((room) =>
      readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => readFileSync(join(ROOT, room, file), 'utf8')),
    )
    .flatMap((text) => [
      ...[...text.matchAll(IMPORT)].map(([, folder = '']) => `azurerm_${folder.replaceAll('-', '_')}`),
      ...(OWN_OF_CDKTF.test(text) ? ['terraform_data'] : []),
    ])
    .filter((type) => type !== 'azurerm_provider'),
);
const diagnosed = Object.keys(DIAGNOSED);
const excused = Object.keys(NOT_DIAGNOSED);

describe('the table of resource types', () => {
  test('holds every type that a construct makes, in exactly one of its lists', () => {
    expect(used.size).toBeGreaterThan(30);
    expect([...used].filter((type) => !diagnosed.includes(type) && !excused.includes(type))).toEqual([]);
    expect(diagnosed.filter((type) => excused.includes(type))).toEqual([]);
  });

  test('holds no type that nothing makes', () => {
    expect([...diagnosed, ...excused].filter((type) => !used.has(type))).toEqual([]);
  });

  test('takes logs of every type that it says has some, each category once', () => {
    for (const { logs, further, metrics } of Object.values(DIAGNOSED)) {
      const categories: readonly string[] = [...logs, ...further];
      expect(logs.length).toBeGreaterThan(0);
      expect(new Set(categories).size).toBe(categories.length);
      expect(new Set<string>(metrics).size).toBe(metrics.length);
    }
  });

  test('gives every excuse in words', () => {
    for (const reason of Object.values(NOT_DIAGNOSED)) expect(reason.length).toBeGreaterThan(20);
  });
});
