import type { Rule } from '../rule';
import { COMMON, judged, WARNING_MONTHS, warnsFrom } from '../support';

export const versionEndsSoon: Rule = {
  ...COMMON,
  id: 'version-ends-soon',
  level: 'warning',
  what: `The support of a version in use does not end within ${String(WARNING_MONTHS)} months.`,
  why: 'A move takes several quarters. A team that begins after the end of support runs without fixes until it is done.',
  remedy:
    'Move to the successor that the finding names; docs/decisions/0103 says what another target has to implement.',
  evaluate: (stack, today) => judged(stack, today, (day, { ends }) => day <= ends && day > warnsFrom(ends)),
};
