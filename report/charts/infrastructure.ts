import { componentRows } from '../../finops/estimate-report';
import type { Estimate } from '../../finops/estimate';
import { count } from '../numbers';
import { type Chart, INK, LINE, QUIET } from './render-chart';

/** Distinct in light and dark, and for colour-blind readers by lightness too; the table beside it has the figures. */
const COLOURS = ['#4269d0', '#efb118', '#ff725c', '#6cc5b0', '#3ca951', '#a463f2', '#97bbf5', '#9c6b4e', '#9498a0'];

const BAR = 46;

export function infrastructureChart(estimates: readonly Estimate[]): Chart {
  const components = componentRows(estimates);
  // Two names fit beside each other on a phone.
  const narrowLegend = Math.ceil(components.length / 2) * 19 + 14;
  const height = (legend: number): number => legend + 40 + estimates.length * BAR;
  return {
    id: 'infrastructure',
    label: `Monthly estimate: ${estimates.map(({ environment, totalUsd }) => `${environment} $${totalUsd}`).join(', ')}`,
    wide: { width: 1080, height: height(44) },
    narrow: { width: 340, height: height(narrowLegend) },
    option: (narrow) => ({
      grid: { left: narrow ? 58 : 76, right: narrow ? 16 : 24, top: narrow ? narrowLegend : 44, bottom: 32 },
      legend: {
        top: 0,
        left: 0,
        itemGap: 16,
        itemWidth: 10,
        itemHeight: 10,
        textStyle: { color: QUIET, fontSize: narrow ? 11 : 12 },
      },
      xAxis: {
        type: 'value',
        splitNumber: narrow ? 3 : 8,
        axisLabel: { color: QUIET, formatter: (value) => `$${count(value)}` },
        splitLine: { lineStyle: { color: LINE } },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: estimates.map(({ environment }) => environment),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: INK },
      },
      series: components.map(({ component, usd }, index) => ({
        name: component,
        type: 'bar' as const,
        stack: 'total',
        silent: true,
        barWidth: BAR / 2,
        itemStyle: { color: COLOURS[index % COLOURS.length] ?? QUIET },
        data: usd.map(Number),
      })),
    }),
  };
}
