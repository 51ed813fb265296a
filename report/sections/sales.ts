import { Decimal } from 'decimal.js';
import { dailySalesChart } from '../charts/daily-sales';
import { renderChart } from '../charts/render-chart';
import type { DailySales } from '../../delivery/lake-data';
import type { Html } from '../html';
import { count, dollars } from '../numbers';
import { details, figure, section, table, text } from '../parts';
import type { ReportData } from '../report-data';

export function renderSales({ lake: { dailySales } }: ReportData): Html {
  const about = 'Sales value per day, straight from gold.daily_metrics.';
  return section('sales', 'Daily sales', about, [
    renderChart(dailySalesChart(dailySales)),
    details('The same by month', byMonth(dailySales)),
  ]);
}

function byMonth(days: readonly DailySales[]): Html {
  const months = [...new Set(days.map(({ date }) => date.slice(0, 7)))];
  const rows = months.map((month) => {
    const members = days.filter(({ date }) => date.startsWith(month));
    const sales = members.reduce((sum, { salesValue }) => sum.plus(salesValue), new Decimal(0));
    return [
      text(month),
      figure(dollars(sales.toFixed(2))),
      figure(count(members.reduce((sum, { baskets }) => sum + baskets, 0))),
      figure(count(members.length)),
    ];
  });
  return table('Sales by month', [text('month'), figure('sales'), figure('baskets'), figure('days')], rows);
}
