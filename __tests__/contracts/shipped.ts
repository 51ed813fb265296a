import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContractError } from '../../contracts/findings';
import { parseContracts } from '../../contracts/load';

export interface ContractText {
  readonly file: string;
  readonly text: string;
}

const folder = join(__dirname, '..', '..', 'contracts', 'tables');

/** Every contract of the lake that ships, as text. */
export const shipped: readonly ContractText[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.odcs.yaml'))
  .sort()
  .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));

/** The shipped lake with edits in one file; each edit must really change the text. */
export function edited(file: string, ...edits: readonly (readonly [from: string, to: string])[]): ContractText[] {
  return shipped.map((contract) => {
    if (contract.file !== file) return contract;
    const text = edits.reduce((before, [from, to]) => {
      expect(before).toContain(from);
      return before.replace(from, to);
    }, contract.text);
    return { file, text };
  });
}

export function findingsOf(texts: readonly ContractText[]): readonly string[] {
  try {
    parseContracts(texts);
  } catch (error) {
    if (error instanceof ContractError) {
      return error.findings.map(({ at, message, remedy }) => `${at}: ${message}. ${remedy}`);
    }
    throw error;
  }
  return [];
}
