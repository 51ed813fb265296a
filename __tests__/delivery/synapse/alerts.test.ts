import { startAzure, type TestAzure } from '../services/azure';
import type { Exchange, Fault } from '../services/loopback';

let azure: TestAzure;
beforeAll(async () => {
  azure = await startAzure();
}, 60_000);
afterAll(() => azure.stop());

const PATH = '/subscriptions/00000000-0000-4000-8000-000000000002/providers/Microsoft.AlertsManagement/alerts';
const SINCE = '2026-11-25T10:00:00Z';
const alert = (name: string) => ({ name, properties: { essentials: { startDateTime: '2026-11-25T10:05:00Z' } } });

/** Alerts_GetAll of Azure Alerts Management, in two pages. */
function alerts({ url, headers }: Exchange): Fault | undefined {
  if (url.pathname !== PATH || headers['authorization'] === undefined) return undefined;
  const { searchParams } = url;
  const asked = ['api-version', 'targetResourceGroup', 'monitorCondition'].map((name) => searchParams.get(name));
  expect(asked).toEqual(['2019-05-05-preview', 'rg-lake-test', 'Fired']);
  expect(searchParams.get('customTimeRange')).toMatch(/^2026-11-25T10:00:00Z\/\d{4}-/);
  const isSecond = searchParams.get('page') === '2';
  const nextLink = `https://management.azure.com${PATH}${url.search}&page=2`;
  const body = isSecond ? { value: [alert('late-bronze')] } : { value: [alert('failed-run')], nextLink };
  return { kind: 'answer', answer: { status: 200, body } };
}

test('lists what fired since then, page by page', async () => {
  const environment = await azure.environment();
  azure.cloud.reset(alerts);
  expect(await environment.target().alerts(SINCE)).toEqual([
    { name: 'failed-run', firedAt: '2026-11-25T10:05:00Z' },
    { name: 'late-bronze', firedAt: '2026-11-25T10:05:00Z' },
  ]);
});

test('says which right is missing', async () => {
  const environment = await azure.environment();
  const body = { error: { code: 'AuthorizationFailed', message: 'no' } };
  azure.cloud.reset(() => ({ kind: 'answer', answer: { status: 403, body } }));
  await expect(environment.target().alerts(SINCE)).rejects.toMatchObject({
    message: 'the alerts of rg-lake-test cannot be listed (403)',
    remedy: expect.stringContaining('Monitoring Reader'),
  });
});
