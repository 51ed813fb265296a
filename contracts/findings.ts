import { type ErrorFinding, UserError } from '../shared/errors';

/** One thing wrong in one contract. */
export interface Finding {
  /** Kind of the fault, in kebab-case. */
  readonly code: string;
  /** Path relative to the contracts folder. */
  readonly file: string;
  /** First line of the offending value, from 1. */
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
}

/** Every finding of a load at once, so that all of them can be fixed in one go. */
export class ContractError extends UserError {
  constructor(readonly inContracts: readonly Finding[]) {
    const lines = inContracts.map(({ file, line, message, remedy }) => `  ${file}:${line}: ${message}. ${remedy}`);
    super(
      'contract-invalid',
      `${inContracts.length} ${inContracts.length === 1 ? 'finding' : 'findings'} in the contracts:\n${lines.join('\n')}`,
      'Fix the lines named above, then run `npx medallion contracts validate`.',
    );
  }

  override get at(): string | undefined {
    return this.findings[0]?.at;
  }

  override get findings(): readonly ErrorFinding[] {
    return this.inContracts.map(({ file, line, ...finding }) => ({ ...finding, at: `${file}:${line}` }));
  }
}

/** Reports one thing: kind of the fault, the words that name it in the file, what is wrong, and the remedy. */
export type Report = (code: string, needle: readonly string[], message: string, remedy: string) => void;
