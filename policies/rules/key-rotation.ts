import { judgeArguments } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

const P = 'rotation_policy';

export const keyRotation: Rule = {
  id: 'key-rotation',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A key rotates by itself, and states expiry and notice together.',
  why: 'Nobody rotates a key by hand for years, and a key that expires unrotated stops the lake. expire_after without notify_before_expiry is refused during the apply. Checkov asks for an expiry date, which stops rotation.',
  remedy:
    'Add rotation_policy, for example expire_after P1Y, notify_before_expiry P30D, automatic.time_before_expiry P60D.',
  controls: ['CIS Azure 2.0.0: 8.8', 'Well-Architected SE:09'],
  source: 'azurerm 4.55 provider source; Checkov CKV_AZURE_40',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_key_vault_key'), ({ body }) =>
      judgeArguments(
        body,
        [
          `${P}.expire_after`,
          `${P}.notify_before_expiry`,
          `${P}.automatic.time_before_expiry`,
          `${P}.automatic.time_after_creation`,
        ],
        (expires, notice, before, after) => {
          if (before === undefined && after === undefined) {
            return 'rotation_policy.automatic is not set: the key never rotates.';
          }
          return (expires === undefined) === (notice === undefined)
            ? undefined
            : 'rotation_policy must state expire_after and notify_before_expiry together, or neither.';
        },
      ),
    ),
};
