import type { TerraformStack } from 'cdktf';
import { Lakehouse } from '../../../constructs/lakehouse/lakehouse';
import { LogWorkspace } from '../../../constructs/observability/log-workspace';
import { QualityWorkbook } from '../../../constructs/observability/quality-workbook';
import type { QualityWorkbookProps } from '../../../constructs/observability/quality-workbook-props';
import { uuidOf } from '../../../constructs/base/uuid';
import { dev } from '../../../environments/dev';
import { TARGETS } from '../../../environments/settings/targets';
import { chain } from '../../support/contracts';
import { describeRefusals } from '../../support/refusal';
import { bodyOf, synthesizeStack } from '../../support/synth';

interface Part {
  readonly position: { readonly x: number; readonly y: number; readonly colSpan: number; readonly rowSpan: number };
  readonly metadata: { readonly type: string; readonly inputs: readonly { name: string; value?: unknown }[] };
}

const stack = synthesizeStack((scope) => new Lakehouse(scope, 'Lakehouse', { environment: dev, contracts: chain }));
const dashboard = bodyOf(stack, 'azurerm_portal_dashboard');
const workbook = bodyOf(stack, 'azurerm_application_insights_workbook');
const parts: readonly Part[] = Object.values(
  (
    JSON.parse(String(dashboard['dashboard_properties'])) as {
      readonly lenses: { readonly 0: { readonly parts: Readonly<Record<string, Part>> } };
    }
  ).lenses[0].parts,
);

describe('the dashboard', () => {
  test('has a title, and tiles that do not lie on each other', () => {
    expect(dashboard['tags']).toMatchObject({ 'hidden-title': 'Lake lake, dev' });
    const cells = parts.flatMap(({ position: { x, y, colSpan, rowSpan } }) =>
      Array.from({ length: colSpan * rowSpan }, (_, at) => `${x + (at % colSpan)}/${y + Math.floor(at / colSpan)}`),
    );
    expect(parts.length).toBeGreaterThan(8);
    expect(new Set(cells).size).toBe(cells.length);
  });

  test('asks this lake and no other: every tile names a resource of the stack', () => {
    const named = parts.filter(({ metadata }) => !metadata.type.includes('Markdown'));
    for (const { metadata } of named) {
      const [, address = ''] = /\$\{(azurerm_\w+\.[\w-]+)\.id\}/.exec(JSON.stringify(metadata.inputs)) ?? [];
      expect(stack.resources.map((resource) => resource.address)).toContain(address);
    }
  });

  test('states every target', () => {
    const text = JSON.stringify(parts.filter(({ metadata }) => metadata.type.includes('Markdown')));
    for (const figure of ['5, 15, 30 minutes', '99.5 %', '99 %, 98 %', '99.9 %', '$50, $35000, $5000']) {
      expect(text).toContain(figure);
    }
  });
});

describe('the workbook', () => {
  const base: Omit<QualityWorkbookProps, 'logs'> = {
    seed: 'a lake',
    title: 'Data quality',
    resourceGroupName: 'rg',
    location: 'eastus',
    targets: TARGETS,
  };
  const make = (scope: TerraformStack, id: string, props: typeof base): QualityWorkbook =>
    new QualityWorkbook(scope, id, {
      ...props,
      logs: new LogWorkspace(scope, 'Logs', {
        name: 'log-x',
        resourceGroupName: 'rg',
        location: 'eastus',
        dailyCapGb: 1,
      }),
    });

  describeRefusals(base, make, [
    { what: 'no seed', bad: { seed: ' ' }, setting: 'seed', good: { seed: 'x' } },
    { what: 'no title', bad: { title: '' }, setting: 'title', good: { title: 'Quality' } },
  ]);

  test('is named by a UUID that stays, and belongs to the log workspace', () => {
    expect(workbook['name']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(workbook['name']).toBe(uuidOf('medallion-retail/dev/quality'));
    expect(uuidOf('other')).not.toBe(uuidOf('another'));
    expect(workbook['source_id']).toMatch(/^\$\{lower\(azurerm_log_analytics_workspace\.[\w-]+\.id\)\}$/);
  });

  test('says the targets in words and shows every table', () => {
    const data = String(workbook['data_json']);
    expect(data).toContain('At least 99 % of values fit their schema and 98 % of required values are there');
    expect(data).toContain('mv-expand item = figures.tables');
    expect((JSON.parse(data) as { items: readonly { name: string }[] }).items.map(({ name }) => name)).toContain(
      'quarantine',
    );
  });
});
