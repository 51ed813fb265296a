import { Decimal } from 'decimal.js';
import { applyAgreement, parseAgreement } from '../../finops/agreement';
import { estimateEnvironment } from '../../finops/estimate';
import { loadPriceSheet } from '../../finops/load-price-sheet';
import { lake, USAGE } from './fixture';

const estimate = estimateEnvironment([lake()], USAGE, loadPriceSheet('eastus'));
const agree = (text: unknown) => parseAgreement(JSON.stringify(text), 'agreement.json');
const listOf = (prices: string): Decimal =>
  Decimal.sum(
    0,
    ...estimate.items.filter(({ priceKey }) => priceKey.startsWith(prices)).map((item) => item.monthlyUsd),
  );

test('nothing agreed is the list', () => {
  expect(applyAgreement(estimate, agree({}))).toMatchObject({
    agreedUsd: estimate.totalUsd,
    lines: [],
    inCurrency: null,
  });
});

test('the closest discount holds, and differences add up', () => {
  const agreed = applyAgreement(
    estimate,
    agree({
      discounts: [
        { prices: 'synapse.', percent: 10 },
        { prices: 'synapse.spark', percent: 25 },
      ],
    }),
  );
  // 2,400 vCore-hours x 0.138 = 331.20, a quarter off: 82.80.
  const others = listOf('synapse.').minus('331.20');
  expect(agreed.lines.map(({ listUsd, agreedUsd }) => [listUsd, agreedUsd])).toEqual([
    [others.toFixed(2), others.times('0.9').toFixed(2)],
    ['331.20', '248.40'],
  ]);
  const saved = agreed.lines.reduce((sum, line) => sum.plus(line.listUsd).minus(line.agreedUsd), new Decimal(0));
  expect(agreed.agreedUsd).toBe(new Decimal(estimate.totalUsd).minus(saved).toFixed(2));
});

test('a commitment is paid whether it is used or not; what it covers is no longer at list', () => {
  const commitment = { prices: 'synapse.dedicated.dw100c', name: 'DW reservation', usdPerMonth: 400 };
  // 176 h of DW200c are 352 units x 1.51 = 531.52.
  const all = applyAgreement(estimate, agree({ commitments: [{ ...commitment, coversPerMonth: 1460 }] }));
  expect(all.lines).toMatchObject([
    { listUsd: '531.52', agreedUsd: '400.00', because: '24 % of 1460 covered units used' },
  ]);
  const half = applyAgreement(
    estimate,
    agree({
      commitments: [{ ...commitment, coversPerMonth: 176 }],
      discounts: [{ prices: 'synapse.dedicated.dw100c', percent: 50 }],
    }),
  );
  expect(half.lines).toMatchObject([
    { listUsd: '265.76', agreedUsd: '400.00' },
    { listUsd: '265.76', agreedUsd: '132.88' },
  ]);
});

test('another currency by the rate that is stated, with its day', () => {
  const agreed = applyAgreement(estimate, agree({ currency: { code: 'EUR', perUsd: 0.5, asOf: '2026-11-30' } }));
  expect(agreed.inCurrency).toEqual({
    code: 'EUR',
    amount: new Decimal(estimate.totalUsd).div(2).toFixed(2),
    rate: '0.5',
    asOf: '2026-11-30',
  });
});

test('what the agreement names and the estimate does not have is said', () => {
  const agreed = applyAgreement(
    estimate,
    agree({
      discounts: [{ prices: 'aks.', percent: 10 }],
      commitments: [{ prices: 'fabric.', name: 'F2', usdPerMonth: 10, coversPerMonth: 1 }],
    }),
  );
  expect(agreed.unused).toEqual(['F2: no price under fabric.', '10 % off aks.: no price under it']);
  expect(new Decimal(agreed.agreedUsd).minus(estimate.totalUsd).toFixed(2)).toBe('10.00');
});

test.each([
  ['{', 'the file'],
  ['[]', 'the file'],
  ['{"rebates": []}', 'rebates'],
  ['{"discounts": {}}', 'discounts'],
  ['{"discounts": [{"prices": "a", "percent": 101}]}', 'discounts\\[0\\].percent'],
  ['{"discounts": [{"prices": "a", "percent": "5"}]}', 'discounts\\[0\\].percent'],
  ['{"discounts": [{"prices": "a", "percent": 1}, {"prices": "a", "percent": 2}]}', 'each beginning once'],
  ['{"commitments": [{"prices": "a", "usdPerMonth": -1, "coversPerMonth": 1, "name": "x"}]}', 'usdPerMonth'],
  ['{"currency": {"code": "EUR", "perUsd": 0, "asOf": "2026-11-30"}}', 'perUsd'],
  ['{"currency": {"code": "EUR", "perUsd": 1}}', 'currency.asOf'],
])('%s is refused with its place', (text, place) => {
  expect(() => parseAgreement(text, 'a.json')).toThrow(new RegExp(place));
});
