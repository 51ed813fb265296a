import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { sync as writeFileAtomic } from 'write-file-atomic';

/** Every file below `directory`, as path with `/` to content, sorted; `keep` is asked for files and folders alike. */
export function readTree(directory: string, keep: (name: string) => boolean = () => true): Map<string, Uint8Array> {
  const paths = listTree(directory, keep).map((file) => relative(directory, file).split(sep).join('/'));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(directory, path))]));
}

function listTree(directory: string, keep: (name: string) => boolean): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter(({ name }) => keep(name))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      return entry.isDirectory() ? listTree(path, keep) : [path];
    });
}

/**
 * Writes a whole folder or nothing: a reader sees it complete or not at all, whenever the writer dies.
 *
 * @returns false when `destination` appeared meanwhile; it is left as it is
 */
export function writeFolder(destination: string, contents: ReadonlyMap<string, Uint8Array | string>): boolean {
  const parent = dirname(destination);
  mkdirSync(parent, { recursive: true });
  const partial = mkdtempSync(join(parent, PARTIAL_PREFIX));
  try {
    for (const [path, content] of contents) {
      mkdirSync(dirname(join(partial, path)), { recursive: true });
      writeFileSync(join(partial, path), content, { flush: true });
    }
    return moveUnlessThere(partial, destination);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function moveUnlessThere(folder: string, destination: string): boolean {
  try {
    renameSync(folder, destination);
    return true;
  } catch (error) {
    if (isErrno(error, 'ENOTEMPTY', 'EEXIST')) return false;
    throw error;
  }
}

/**
 * Puts a whole folder where another one may be. That one is moved away first, since a folder cannot take the place of another
 * that holds something.
 */
export function replaceFolder(folder: string, destination: string): void {
  const old = `${folder}-old`;
  try {
    renameSync(destination, old);
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
  }
  renameSync(folder, destination);
  rmSync(old, { recursive: true, force: true });
}

/** Folders that are being written; never a release's name. */
const PARTIAL_PREFIX = '.partial-';

/**
 * Replaces a file's content at once.
 *
 * @param mode of the file. @default - that of the file that is replaced; for a new one what the process gives
 */
export function replaceFile(path: string, content: string, mode?: number): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileAtomic(path, content, mode === undefined ? {} : { mode });
}

/**
 * Creates a file with its whole content, unless one of that name exists. Of any number of processes exactly one wins:
 * the file system's `link` is the lock, so that a killed process leaves nothing behind that blocks others.
 *
 * @returns whether this call created it
 */
export function createFile(path: string, content: string, mode = 0o644): boolean {
  mkdirSync(dirname(path), { recursive: true });
  const partial = mkdtempSync(join(dirname(path), PARTIAL_PREFIX));
  try {
    writeFileSync(join(partial, 'content'), content, { mode, flush: true });
    linkSync(join(partial, 'content'), path);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && codes.some((code) => code === error.code);
}
