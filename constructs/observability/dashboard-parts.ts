import { uuidOf } from '../base/uuid';

/** One tile of a portal dashboard, as the portal itself writes it. */
export interface DashboardPart {
  readonly inputs: readonly object[];
  readonly type: string;
  readonly settings?: object;
}

/** A chart of a metric of one or several resources. */
export interface MetricTile {
  readonly title: string;
  readonly resourceIds: readonly string[];
  readonly namespace: string;
  readonly metric: string;
  /** Portal numbers: how the points of a minute become one. */
  readonly aggregation: 'Total' | 'Average' | 'Maximum';
}

const AGGREGATIONS = { Total: 1, Maximum: 3, Average: 4 } as const;
const LINE_CHART = 2;

export function textPart(title: string, content: string): DashboardPart {
  return {
    type: 'Extension/HubsExtension/PartType/MarkdownPart',
    inputs: [],
    settings: { content: { settings: { title, subtitle: '', content, markdownSource: 1 } } },
  };
}

export function metricPart({ title, resourceIds, namespace, metric, aggregation }: MetricTile): DashboardPart {
  const chart = {
    title,
    titleKind: 2,
    metrics: resourceIds.map((id) => ({
      resourceMetadata: { id },
      name: metric,
      namespace,
      aggregationType: AGGREGATIONS[aggregation],
      metricVisualization: { displayName: title },
    })),
    visualization: { chartType: LINE_CHART },
  };
  return {
    type: 'Extension/HubsExtension/PartType/MonitorChartPart',
    inputs: [
      { name: 'options', isOptional: true, value: { chart } },
      { name: 'sharedTimeRange', isOptional: true },
    ],
    settings: { content: { options: { chart } } },
  };
}

/** A table of what the log workspace answers. */
export function queryPart(title: string, logWorkspaceId: string, query: string, span: 'P1D' | 'P7D'): DashboardPart {
  return {
    type: 'Extension/Microsoft_OperationsManagementSuite_Workspace/PartType/LogsDashboardPart',
    inputs: [
      { name: 'Scope', isOptional: true, value: { resourceIds: [logWorkspaceId] } },
      { name: 'PartId', isOptional: true, value: uuidOf(`${title}\n${query}`) },
      { name: 'Version', isOptional: true, value: '2.0' },
      { name: 'TimeRange', isOptional: true, value: span },
      { name: 'Query', isOptional: true, value: query },
      { name: 'ControlType', isOptional: true, value: 'AnalyticsGrid' },
      { name: 'PartTitle', isOptional: true, value: title },
    ],
    settings: { content: {} },
  };
}
