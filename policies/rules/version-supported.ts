import type { Rule } from '../rule';
import { COMMON, judged } from '../support';

export const versionSupported: Rule = {
  ...COMMON,
  id: 'version-supported',
  level: 'error',
  what: 'A service runs a version that is still supported on the day of the review.',
  why: 'After its end of support a version gets no security fixes, and Azure disables it at a time of its own. Nothing in Terraform fails.',
  remedy:
    'Move to the successor that the finding names; docs/decisions/0103 says what another target has to implement.',
  evaluate: (stack, today) => judged(stack, today, (day, { ends }) => day > ends),
};
