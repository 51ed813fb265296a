import type { DailySales } from '../../delivery/lake-data';
import { count } from '../numbers';
import { type Chart, INK, LINE, QUIET } from './render-chart';

/** Long enough to hide the weekly rhythm, short enough to show a season. */
const WINDOW_DAYS = 7;

export function dailySalesChart(days: readonly DailySales[]): Chart {
  const values = days.map(({ salesValue }) => Number(salesValue));
  return {
    id: 'daily-sales',
    label: `Sales value per day, ${days.length} days from ${days[0]?.date ?? 'none'} to ${days.at(-1)?.date ?? 'none'}`,
    wide: { width: 1080, height: 300 },
    narrow: { width: 340, height: 240 },
    option: (narrow) => ({
      grid: { left: narrow ? 44 : 64, right: 12, top: 36, bottom: 28 },
      legend: {
        top: 0,
        left: 0,
        itemGap: 20,
        textStyle: { color: QUIET },
        itemWidth: 14,
        icon: 'roundRect',
        itemHeight: 4,
      },
      xAxis: {
        type: 'category',
        data: days.map(({ date }) => date),
        axisLine: { lineStyle: { color: LINE } },
        axisTick: { show: false },
        axisLabel: {
          color: QUIET,
          interval: (index, date) => isLabelled(date, index, narrow),
          formatter: (date) => date.slice(0, 'YYYY-MM'.length),
          hideOverlap: true,
        },
      },
      yAxis: {
        type: 'value',
        splitNumber: 4,
        axisLabel: { color: QUIET, formatter: (value) => `$${narrow ? `${value / 1000}k` : count(value)}` },
        splitLine: { lineStyle: { color: LINE } },
      },
      series: [
        {
          name: 'per day',
          type: 'line',
          data: values,
          symbol: 'none',
          silent: true,
          lineStyle: { color: 'var(--accent-soft)', width: 1 },
          itemStyle: { color: 'var(--accent-soft)' },
          areaStyle: { color: 'var(--accent-faint)', opacity: 1 },
        },
        {
          name: `mean of ${WINDOW_DAYS} days`,
          type: 'line',
          data: movingMean(values, WINDOW_DAYS),
          symbol: 'none',
          silent: true,
          lineStyle: { color: 'var(--accent)', width: 2.5 },
          itemStyle: { color: 'var(--accent)' },
        },
      ],
      title: days.length === 0 ? { text: 'no data yet', left: 'center', top: 'middle', textStyle: { color: INK } } : {},
    }),
  };
}

/** First of each month; every third of them on a phone. */
function isLabelled(date: string, index: number, narrow: boolean): boolean {
  const month = Number(date.slice(5, 7));
  return date.endsWith('-01') ? !narrow || month % 3 === 1 : index === 0 && !narrow;
}

/** Trailing mean; null until the window is full, so that the line does not begin with a guess. */
export function movingMean(values: readonly number[], window: number): (number | null)[] {
  return values.map((_value, index) => {
    if (index + 1 < window) return null;
    const slice = values.slice(index + 1 - window, index + 1);
    return Math.round((slice.reduce((sum, value) => sum + value, 0) / window) * 100) / 100;
  });
}
