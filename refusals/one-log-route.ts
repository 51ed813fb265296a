import { resourcesOfType } from '../synthesized/stack';
import { blocks } from '../synthesized/values';
import type { SynthCheck } from './check';

/** A category of a resource goes to one log workspace once: Azure refuses a second setting with it. */
export const oneLogRoute: SynthCheck = {
  id: 'one-log-route',
  find: (stack) => {
    const routes = new Map<string, string>();
    return resourcesOfType(stack, 'azurerm_monitor_diagnostic_setting').flatMap(({ path, body }) =>
      (blocks(body, 'enabled_log') ?? []).flatMap(({ category }) => {
        if (typeof category !== 'string' || body['log_analytics_workspace_id'] === undefined) return [];
        const route = JSON.stringify([body['target_resource_id'], body['log_analytics_workspace_id'], category]);
        const first = routes.get(route);
        routes.set(route, first ?? path);
        return first === undefined
          ? []
          : [
              {
                path,
                check: 'one-log-route',
                message: `category ${category} of ${String(body['target_resource_id'])} is sent by ${first} already; allowed: once a log workspace.`,
                remedy: 'Take the category out of one of the settings.',
              },
            ];
      }),
    );
  },
};
