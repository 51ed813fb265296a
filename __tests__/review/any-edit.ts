/** What a review says of one edit of an environment or of a contract, and whether its silence is right. */
import { join } from 'node:path';
import { compileManifest, serializeManifest } from '../../contracts/compile';
import type { TableContract } from '../../contracts/contract';
import { knownEnvironments } from '../../environments';
import type { Environment } from '../../environments/settings/environment';
import { estimateEnvironment } from '../../finops/estimate';
import { loadPriceSheet } from '../../finops/load-price-sheet';
import { evaluatePolicies } from '../../policies/engine';
import { renderMarkdown } from '../../review/page';
import { reviewSides, type Side } from '../../review/review';
import { UserError } from '../../shared/errors';
import { addStacks } from '../../stacks';
import { shippedContracts } from '../support/shipped';
import { synthesize, type Synthesis } from '../support/synth';
import { declaredType, editsOf, type Edit } from '../support/type-edits';

/** `silent`: something changes and no line of the page tells it. */
export type Verdict = 'shown' | 'changes nothing' | 'refused' | 'silent';

export interface Judged {
  readonly edit: Edit;
  readonly verdict: Verdict;
}

const ROOT = join(__dirname, '..', '..');
const contracts = shippedContracts();
const readSql = (path: string): string => path;

export function environmentEdits(environment: Environment, others: readonly Environment[] = []): readonly Edit[] {
  const type = declaredType(join(ROOT, 'environments', 'settings', 'environment.ts'), 'Environment');
  return editsOf(type, environment, [...knownEnvironments, ...others]);
}

export function contractEdits(contract: TableContract): readonly Edit[] {
  const type = declaredType(join(ROOT, 'contracts', 'contract.ts'), 'TableContract');
  return editsOf(type, contract, contracts);
}

export function silentOnes(judged: readonly Judged[]): readonly string[] {
  return judged.filter(({ verdict }) => verdict === 'silent').map(({ edit: { what, path } }) => `${what} ${path}`);
}

export function tally(judged: readonly Judged[]): Readonly<Record<Verdict, number>> {
  const count = (wanted: Verdict): number => judged.filter(({ verdict }) => verdict === wanted).length;
  return {
    shown: count('shown'),
    'changes nothing': count('changes nothing'),
    refused: count('refused'),
    silent: count('silent'),
  };
}

/** Judges edits of one environment; its own synthesis is made once. */
export function environmentJudge(environment: Environment, pageOf = reviewPage): (edit: Edit) => Judged {
  const before = synthesisOf(environment);
  const base = environmentSide('base', environment, before);
  const unchanged = pageOf(base, base);
  return (edit) => ({
    edit,
    verdict: mostTelling(edit, (candidate) => {
      const edited = candidate as Environment;
      const after = synthesisOf(edited);
      if (pageOf(base, environmentSide('base', edited, after)) !== unchanged) return 'shown';
      return JSON.stringify(before.text) === JSON.stringify(after.text) ? 'changes nothing' : 'silent';
    }),
  });
}

/** Judges edits of one contract by what reviews of contracts compare; stacks are synthesized only where that is nothing. */
export function contractJudge(contract: TableContract, environment: Environment): (edit: Edit) => Judged {
  const sideOf = (tables: readonly TableContract[]): Side => ({
    name: 'base',
    stacks: [],
    contracts: tables,
    estimates: [],
    policies: evaluatePolicies([], [], [], '2026-11-24'),
  });
  const base = sideOf(contracts);
  const unchanged = reviewPage(base, base);
  const manifest = serializeManifest(compileManifest(contracts, readSql));
  let before: Synthesis | undefined;
  return (edit) => ({
    edit,
    verdict: mostTelling(edit, (candidate) => {
      const tables = contracts.map((one) => (one.name === contract.name ? (candidate as TableContract) : one));
      const after = serializeManifest(compileManifest(tables, readSql));
      if (reviewPage(base, sideOf(tables)) !== unchanged) return 'shown';
      before ??= synthesisOf(environment);
      const same = JSON.stringify(before.text) === JSON.stringify(synthesisOf(environment, tables).text);
      return same && manifest === after ? 'changes nothing' : 'silent';
    }),
  });
}

/** A value that is the default changes nothing, and says nothing about the setting: the next one is tried. */
function mostTelling({ candidates }: Edit, verdictOf: (candidate: unknown) => Verdict): Verdict {
  let found: Verdict = 'refused';
  for (const candidate of candidates) {
    try {
      const verdict = verdictOf(candidate);
      if (verdict !== 'changes nothing') return verdict;
      found = verdict;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  return found;
}

function synthesisOf(environment: Environment, tables = contracts): Synthesis {
  return synthesize((app) => {
    addStacks(app, [environment], tables);
  });
}

function environmentSide(name: string, { usage, location }: Environment, { stacks }: Synthesis): Side {
  return {
    name,
    stacks,
    contracts,
    estimates: [estimateEnvironment(stacks, usage, loadPriceSheet(location), { contracts })],
    policies: evaluatePolicies(stacks, [], [], '2026-11-24'),
  };
}

function reviewPage(base: Side, head: Side): string {
  return renderMarkdown(reviewSides(base, head), []);
}
