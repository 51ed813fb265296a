import { judgeArguments } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const synapseAdminLogin: Rule = {
  id: 'synapse-admin-login',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A Synapse workspace states its sql_administrator_login.',
  why: 'The argument forces a replacement and is not read back as computed: when Azure answers with a login of its own, the next plan replaces the workspace and everything below it.',
  remedy: 'Set sql_administrator_login when the workspace is made; with Entra ID only it opens nothing.',
  controls: ['Well-Architected RE:09', 'Well-Architected OE:05'],
  source: 'azurerm 4.55 provider source; azurerm#21197',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_synapse_workspace'), ({ body }) =>
      judgeArguments(body, ['sql_administrator_login'], (login) =>
        /^[a-zA-Z][a-zA-Z\d-]{0,127}$/.test(String(login ?? ''))
          ? undefined
          : `sql_administrator_login is ${String(login ?? 'not set')}, must begin with a letter.`,
      ),
    ),
};
