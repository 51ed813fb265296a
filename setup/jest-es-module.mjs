/** Turns an ES module of a package into what jest can load; Node itself loads it as it is. */
import ts from 'typescript';

const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, allowJs: true };

export default {
  /** @param {string} source */
  process(source) {
    // Only the module's own search for its file asks where it stands; it is handed the bytes.
    return { code: ts.transpileModule(source.replaceAll('import.meta.url', "''"), { compilerOptions }).outputText };
  },
};
