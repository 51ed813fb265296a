import { environments } from '../../environments';
import { shippedContracts } from '../support/shipped';
import type { Edit } from '../support/type-edits';
import { contractEdits, contractJudge, environmentEdits, environmentJudge, silentOnes, tally } from './any-edit';

/** A few of each; `any-edit.long.ts` judges all of them. */
const every = (step: number, edits: readonly Edit[]): readonly Edit[] =>
  edits.filter((_, at) => at % step === step - 1);
const [dev] = environments;
if (dev === undefined) throw new Error('There is no environment.');

describe('an edit that a type allows shows on the page, or changes nothing:', () => {
  const edits = environmentEdits(dev);

  test('settings of every depth are drawn, whether they stand there or not', () => {
    const drawn = edits.map(({ what, path }) => `${what} ${path}`);
    expect(drawn).toEqual(
      expect.arrayContaining([
        'changed storage.capacityAlertTb',
        'added storage.audit',
        'other kind network',
        'removed sparkPools[0]',
        'added alerts.storage-capacity',
        'changed usage.workload.layerRatio.gold',
      ]),
    );
    expect(edits.length).toBeGreaterThan(200);
  });

  test('of an environment', () => {
    const judged = every(20, edits).map(environmentJudge(dev));
    expect(silentOnes(judged)).toEqual([]);
    // A dozen of some hundred: every new setting draws others. The night counts all of them.
    expect(tally(judged).shown).toBeGreaterThan(judged.length / 3);
  });

  test.each(shippedContracts().map((contract) => [contract.name, contract] as const))('of %s', (_, contract) => {
    const judged = every(23, contractEdits(contract)).map(contractJudge(contract, dev));
    expect(silentOnes(judged)).toEqual([]);
    expect(tally(judged).shown).toBeGreaterThan(judged.length / 2);
  });

  test('and the page is not believed: a review that says nothing of a change is found', () => {
    const judge = environmentJudge(dev, () => 'No change.');
    const [judged] = edits.filter(({ path }) => path === 'storage.capacityAlertTb').map(judge);
    expect(judged?.verdict).toBe('silent');
  });
});
