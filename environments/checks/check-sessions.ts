import { nodeVcores } from '../../azure/node-sizes';
import type { Environment } from '../settings/environment';
import { SESSION_FORMS, SESSION_NODES } from '../settings/sessions';
import { check, type Check } from './check';

/** Whether the pool can start the Spark applications that the pipeline asks it for. */
export function checkSessions({ sessions, sessionSize, sparkPools, pipelinePool }: Environment): readonly Check[] {
  const forms: readonly string[] = SESSION_FORMS;
  const checks = [check('sessions', sessions, sessions === undefined || forms.includes(sessions), forms.join(', '))];
  const pool = sparkPools.find(({ name }) => name === pipelinePool);
  if (sessionSize === undefined || pool === undefined) return checks;
  const { node, executors } = sessionSize;
  const most = nodeVcores(pool.nodeSize) ?? 0;
  const nodes = SESSION_NODES.filter((size) => (nodeVcores(size) ?? 0) <= most);
  return [
    ...checks,
    check(
      'sessionSize',
      sessionSize,
      sessions !== 'table',
      'nothing with sessions table, whose jobs have the size of the Spark job definition',
    ),
    check('sessionSize.node', node, nodes.includes(node), `what a node of the pool holds: ${nodes.join(', ')}`),
    check(
      'sessionSize.executors',
      executors,
      Number.isInteger(executors) && executors >= 1 && executors < pool.maxNodes,
      `1 to ${String(pool.maxNodes - 1)}, the most nodes of the pool without that of the driver`,
    ),
  ];
}
