import { startAzure, type TestAzure } from '../services/azure';
import type { Exchange, Fault } from '../services/loopback';

let azure: TestAzure;
beforeAll(async () => {
  azure = await startAzure();
}, 60_000);
afterAll(() => azure.stop());

const SINCE = '2026-11-29T10:00:00.000Z';
const NOW = new Date('2026-11-30T10:00:00.000Z');

/** Metrics_List of Azure Monitor for one account: hours of availability, and refused requests. */
function metrics(availability: readonly (number | undefined)[], refused: readonly number[], asked: string[] = []) {
  return ({ url }: Exchange): Fault | undefined => {
    if (!url.pathname.endsWith('/providers/Microsoft.Insights/metrics')) return undefined;
    const { searchParams } = url;
    asked.push(`${url.pathname.split('/')[8] ?? ''} ${searchParams.get('metricnames') ?? ''}`);
    expect(searchParams.get('timespan')).toBe(`${SINCE}/${NOW.toISOString()}`);
    const isAvailability = searchParams.get('metricnames') === 'Availability';
    if (!isAvailability) expect(searchParams.get('$filter')).toBe("ResponseType eq 'AuthorizationError'");
    const data = isAvailability
      ? availability.map((average) => (average === undefined ? {} : { average }))
      : refused.map((total) => ({ total }));
    const body = { value: [{ name: { value: 'any' }, timeseries: data.length === 0 ? [] : [{ data }] }] };
    return { kind: 'answer', answer: { status: 200, body } };
  };
}

test('takes the mean of the hours with requests, and the sum of what was refused, of each account once', async () => {
  const environment = await azure.environment();
  const asked: string[] = [];
  azure.cloud.reset(metrics([100, undefined, 99.8], [0, 2, 1], asked));
  expect(await environment.target().serviceLevels(SINCE, NOW)).toEqual({
    availabilityPercent: 99.9,
    deniedRequests: 3,
    notMeasured: [],
  });
  expect(asked.map((one) => one.split(' ')[1])).toEqual(['Availability', 'Transactions']);
});

test('says that nothing was measured while nobody asked anything of storage', async () => {
  const environment = await azure.environment();
  azure.cloud.reset(metrics([], []));
  expect(await environment.target().serviceLevels(SINCE, NOW)).toEqual({
    availabilityPercent: null,
    deniedRequests: 0,
    notMeasured: ['availability: storage had no request in this time'],
  });
});

test('says which right is missing', async () => {
  const environment = await azure.environment();
  const body = { error: { code: 'AuthorizationFailed', message: 'no' } };
  azure.cloud.reset(() => ({ kind: 'answer', answer: { status: 403, body } }));
  await expect(environment.target().serviceLevels(SINCE, NOW)).rejects.toMatchObject({
    code: 'metrics-forbidden',
    remedy: expect.stringContaining('Monitoring Reader'),
  });
});
