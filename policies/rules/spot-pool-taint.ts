import { isJsonObject } from '../../shared/json';
import { judgeArguments } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

const LABEL = 'kubernetes.azure.com/scalesetpriority';
const TAINT = `${LABEL}=spot:NoSchedule`;

export const spotPoolTaint: Rule = {
  id: 'spot-pool-taint',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A spot node pool states the taint and the label that Azure gives it.',
  why: 'Azure adds both by itself. Where they are not written every plan wants to take them away, and Spark drivers land on nodes that vanish with thirty seconds of notice.',
  remedy: `Set node_taints to ["${TAINT}"] and node_labels to { "${LABEL}" = "spot" }.`,
  controls: ['Well-Architected RE:05', 'Well-Architected CO:12'],
  source: 'azurerm 4.55 documentation of azurerm_kubernetes_cluster_node_pool; AKS spot node pools documentation',
  evaluate: (stack) =>
    forEach(
      resourcesOfType(stack, 'azurerm_kubernetes_cluster_node_pool').filter(
        ({ body }) => body['priority'] !== undefined && body['priority'] !== 'Regular',
      ),
      ({ body }) =>
        judgeArguments(body, ['priority', 'node_taints', 'node_labels'], (priority, taints, labels) => {
          if (priority !== 'Spot') return undefined;
          if (!Array.isArray(taints) || !taints.includes(TAINT)) return `node_taints must hold ${TAINT}.`;
          return isJsonObject(labels) && labels[LABEL] === 'spot'
            ? undefined
            : `node_labels must hold ${LABEL} = spot.`;
        }),
    ),
};
