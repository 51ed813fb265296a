import { chmodSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { packageRelease } from '../../delivery/package';
import { type LocalLayout, localLayout } from '../../delivery/targets/local/layout';
import { LocalTarget } from '../../delivery/targets/local/local-target';
import type { ReleaseFolder } from '../../delivery/verify';

export const repository = resolve(__dirname, '..', '..');

const folders: string[] = [];

/** Removed by {@link removeFolders}. */
export function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'medallion-test-')));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Pipelines small enough to build in no time, with the shipped contracts. */
const SOURCES: Readonly<Record<string, string>> = {
  'package.json': '{"version": "1.2.3"}',
  'pipelines/src/medallion/__init__.py': 'NAME = "medallion"\n',
  'pipelines/src/medallion/__main__.py': 'print("main")\n',
  'pipelines/src/medallion/inner/__init__.py': 'ANSWER = 42\n',
  'pipelines/src/bronze_ingestion.py': 'from medallion.inner import ANSWER\n',
  'pipelines/jobs/run.py': 'print("job")\n',
  'pipelines/jobs/active_release.py': 'print("active")\n',
  'pipelines/sql/gold/daily_metrics.sql': 'select 1\n',
  'pipelines/sql/gold/transaction_summary.sql': 'select 2\n',
  'pipelines/sql/gold/user_features.sql': 'select 3\n',
};

/** @param tables of the shipped contracts; default: all */
export function newRepository(changes: Readonly<Record<string, string>> = {}, tables?: readonly string[]): string {
  const folder = newFolder();
  for (const name of tables?.map((table) => `${table.replace('.', '/')}.odcs.yaml`) ?? ['']) {
    const from = join(repository, 'contracts', 'tables', name);
    cpSync(from, join(folder, 'contracts', 'tables', name), { recursive: true });
  }
  for (const [path, text] of Object.entries({ ...SOURCES, ...changes })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export function newRelease(changes: Readonly<Record<string, string>> = {}, tables?: readonly string[]): ReleaseFolder {
  return packageRelease({ repository: newRepository(changes, tables), packages: join(newFolder(), 'packages') });
}

export interface TestTarget {
  readonly target: LocalTarget;
  readonly layout: LocalLayout;
}

/** A local target whose engine is a small script: it speaks the protocol, so that the protocol can be tested alone. */
export function newTarget(engine = '#!/bin/sh\nexit 0\n'): TestTarget {
  const layout = localLayout(newFolder());
  const python = join(newFolder(), 'engine');
  writeFileSync(python, engine);
  chmodSync(python, 0o755);
  return { target: new LocalTarget(layout, () => ({ python, jars: ['/jars/a.jar', '/jars/b.jar'] })), layout };
}

/** First lines of a script for `node -e` that needs our sources in a process of its own, without a build. */
export const requireTypeScript = `
const ts = require('typescript'), fs = require('fs');
require.extensions['.ts'] = (module, file) => module._compile(ts.transpileModule(fs.readFileSync(file, 'utf8'), {
  compilerOptions: { module: 'commonjs', target: 'es2022', esModuleInterop: true, resolveJsonModule: true },
}).outputText, file);`;
