/** A folder that somebody else filled, brought under contract. Spark looks at it; the contract is drafted here. */
import { activeRelease } from './run';
import type { DeliveryTarget } from './target';

/** What a folder holds, as the engine found it. */
export interface FolderProfile {
  readonly format: 'csv' | 'parquet' | 'delta';
  readonly files: number;
  readonly bytes: number;
  readonly rows: number;
  readonly columns: readonly {
    readonly name: string;
    /** Spark's own name of the type. */
    readonly found: string;
    /** Null where no contract can declare it. */
    readonly type: string | null;
    readonly nulls: number;
    readonly is_unique: boolean;
  }[];
  readonly key: readonly string[];
  readonly duplicates: number;
  /** What a person has to decide. */
  readonly misfits: readonly { readonly code: string; readonly message: string }[];
}

export interface AdoptionOptions {
  /** @default - the first column whose values are all there and all different */
  readonly key: readonly string[];
  /** Folder below landing that the files are delivered to. @default - nothing is delivered */
  readonly path?: string;
  readonly onLog: (line: string) => void;
}

/** Looks at every row of a folder, and delivers it when a path is given. */
export async function adopt(target: DeliveryTarget, folder: string, options: AdoptionOptions): Promise<FolderProfile> {
  const { key, path, onLog } = options;
  const { result } = await target.job({
    release: await activeRelease(target),
    module: 'medallion.adoption',
    args: [
      ...['--folder', folder],
      ...(key.length === 0 ? [] : ['--key', key.join(',')]),
      ...(path === undefined ? [] : ['--path', path]),
    ],
    onLog,
  });
  return result as FolderProfile;
}
