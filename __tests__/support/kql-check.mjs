// Reads {tables, queries} from stdin and prints for each query what Microsoft's own parser and binder object to.
// A process of its own: inside jest's sandbox the language service is twenty times slower.
import '@kusto/language-service-next/bridge.min.js';
import '@kusto/language-service-next/Kusto.Language.Bridge.min.js';
import { readFileSync } from 'node:fs';

const { GlobalState, KustoCode, Symbols } = globalThis.Kusto.Language;
const { tables, queries } = JSON.parse(readFileSync(0, 'utf8'));

const symbols = Object.entries(tables).map(([name, columns]) =>
  Symbols.TableSymbol.From(`(${columns})`).WithName(name),
);
const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.$ctor1('logs', symbols));

function errorsOf(query) {
  const found = KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics();
  return Array.from({ length: found.Count }, (_, index) => {
    const { Message, Start } = found.getItem(index);
    return `${Message} (at ${Start}: ${query.slice(Start, Start + 20)})`;
  });
}

console.log(JSON.stringify(queries.map(errorsOf)));
