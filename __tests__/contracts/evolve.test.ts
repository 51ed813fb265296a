import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layer } from '../../contracts/contract';
import { classify, evolutionsBetween, kindOf } from '../../contracts/evolve';
import type { Facts, TableChange } from '../../contracts/evolve-parts';
import type { Manifest, ManifestTable } from '../../contracts/manifest';
import { codeOf, shapeOf } from '../../contracts/row-shape';

/** The engine is tried on the same cases: what `plan` says is what a run does. */
interface Case {
  readonly name: string;
  readonly layer: Layer;
  readonly before: ManifestTable;
  readonly after: ManifestTable;
  readonly facts: Facts;
  readonly renamed: Readonly<Record<string, string>>;
  readonly kind: string;
  readonly changes: readonly TableChange[];
  readonly code: string;
}

const FILE = join(__dirname, '../../pipelines/tests/evolutions.json');
const CASES = JSON.parse(readFileSync(FILE, 'utf8')) as readonly Case[];

describe('a change of contract', () => {
  it.each(CASES.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const [before, after] = [shapeOf(one.before), shapeOf(one.after)];
    const changes = classify(one.layer, before, after, one.facts, new Map(Object.entries(one.renamed)));
    expect({ kind: kindOf(changes), changes }).toEqual({ kind: one.kind, changes: one.changes });
    expect(codeOf(one.before.name, before, after)).toBe(one.code);
  });
});

describe('a plan', () => {
  const manifest = (...tables: readonly ManifestTable[]): Manifest => ({ schemaVersion: 1, tables });
  const find = (name: string): Case => {
    const found = CASES.find((one) => one.name === name);
    if (found === undefined) throw new Error(name);
    return found;
  };

  it('carries a rebuild of bronze on to silver, without a code of its own', () => {
    const [bronze, silver] = [find('bronze: int to bigint'), find('silver: the order')];
    const found = evolutionsBetween(manifest(bronze.before, silver.before), manifest(bronze.after, silver.before));
    expect(found.map(({ table, kind, code }) => [table, kind, code === ''])).toEqual([
      ['bronze.things', 'rebuild', false],
      ['silver.things', 'rebuild', true],
    ]);
  });

  it('finds a column that both layers get empty in both', () => {
    const bronze = find('bronze: a column that was not');
    const silver = find('silver: an empty column at the end');
    const found = evolutionsBetween(manifest(bronze.before, silver.before), manifest(bronze.after, silver.after));
    expect(found.map(({ kind }) => kind)).toEqual(['in-place', 'in-place']);
  });

  it('says nothing of tables that are new or gone', () => {
    const { before } = find('silver: the order');
    expect(evolutionsBetween(manifest(), manifest(before))).toEqual([]);
    expect(evolutionsBetween(manifest(before), manifest())).toEqual([]);
  });
});
