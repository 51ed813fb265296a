import { UserError } from '../shared/errors';

/** One thing wrong in one contract. */
export interface Finding {
  /** Path relative to the contracts folder. */
  readonly file: string;
  /** First line of the offending value, from 1. */
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
}

/** Every finding of a load at once, so that a contract is mended in one go. */
export class ContractError extends UserError {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    const lines = findings.map(({ file, line, message, remedy }) => `  ${file}:${line}: ${message}. ${remedy}`);
    super(
      `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} in the contracts:\n${lines.join('\n')}`,
      'Mend the lines named above, then run `npx medallion contracts validate`.',
    );
    this.findings = findings;
  }
}

/** Reports one thing: the words that name it in the file, what is wrong, and the remedy. */
export type Report = (needle: readonly string[], message: string, remedy: string) => void;
