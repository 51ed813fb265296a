import { environments } from '../../environments';
import { shippedContracts } from '../support/shipped';
import { contractEdits, contractJudge, environmentEdits, environmentJudge, silentOnes, tally } from './any-edit';

const [dev] = environments;
if (dev === undefined) throw new Error('There is no environment.');

describe('every edit that a type allows shows on the page, or changes nothing:', () => {
  test.each(environments.map((environment) => [environment.name, environment] as const))(
    'of %s',
    (name, environment) => {
      const judged = environmentEdits(environment).map(environmentJudge(environment));
      console.log(name, tally(judged));
      expect(silentOnes(judged)).toEqual([]);
      // What is always refused was drawn in no format that the setting takes: it may not become the rule.
      expect(tally(judged).refused).toBeLessThan(judged.length / 3);
    },
    3_600_000,
  );

  test.each(shippedContracts().map((contract) => [contract.name, contract] as const))(
    'of %s',
    (name, contract) => {
      const judged = contractEdits(contract).map(contractJudge(contract, dev));
      console.log(name, tally(judged));
      expect(silentOnes(judged)).toEqual([]);
      expect(tally(judged).shown).toBeGreaterThan(judged.length / 2);
    },
    600_000,
  );
});
