import { totalSeries } from '../../finops/actuals/daily';
import type { MonthlyBill } from '../../finops/actuals/bill';
import { type Chart, LINE, QUIET } from '../charts/render-chart';
import { count } from '../numbers';

/** Dollars of each billed day of the month; undefined where the bill has no day. */
export function dailyChart(bills: readonly MonthlyBill[], month: string): Chart | undefined {
  const { days, usd } = totalSeries(bills.filter((bill) => bill.month === month));
  if (days.length === 0) return undefined;
  const most = Math.max(...usd);
  return {
    id: 'daily-cost',
    label: `Dollars a day from ${days[0] ?? ''} to ${days.at(-1) ?? ''}, at most ${most.toFixed(2)}`,
    wide: { width: 1080, height: 220 },
    narrow: { width: 340, height: 200 },
    option: (narrow) => ({
      grid: { left: 56, right: 16, top: 12, bottom: 28 },
      xAxis: {
        type: 'category',
        data: days.map((day) => day.slice(-2)),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: LINE } },
        axisLabel: { color: QUIET, interval: narrow ? 4 : 0 },
      },
      yAxis: {
        type: 'value',
        axisLabel: { color: QUIET, formatter: (value: number) => `$${count(value)}` },
        splitLine: { lineStyle: { color: LINE } },
      },
      series: [{ type: 'bar', silent: true, itemStyle: { color: '#4269d0' }, data: [...usd] }],
    }),
  };
}
