/** Completion for shells, written from the parser's own tree: what is completed is what is accepted. */
import type { Command, Option } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

interface Words {
  /** Values of its arguments, where only some are allowed. */
  readonly values: readonly string[];
  /** `contracts validate`; empty for the program itself. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly summary: string }[];
  readonly options: readonly Option[];
}

export function completionFor(shell: Shell, program: Command): string {
  const words = wordsOf(program, []);
  if (shell === 'fish') return fish(words);
  const bashWords = bash(words);
  return shell === 'bash'
    ? bashWords
    : `autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${bashWords}`;
}

function wordsOf(command: Command, path: readonly string[]): readonly Words[] {
  const commands = command.commands.map((one) => ({ name: one.name(), summary: one.description() }));
  const below = command.commands.flatMap((one) => wordsOf(one, [...path, one.name()]));
  const values = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  return [{ path: path.join(' '), commands, values, options: command.options }, ...below];
}

function bash(all: readonly Words[]): string {
  const paths = all.map(({ path }) => path).filter((path) => path !== '');
  const words = all.map(({ path, commands, values: allowed, options }) => {
    const flags = options.flatMap(({ long }) => (long == null ? [] : [long]));
    const offered = [...commands.map(({ name }) => name), ...allowed, ...flags, '--help'];
    return `    "${path}") words="${offered.join(' ')}" ;;`;
  });
  const choices = all.flatMap(({ path, options }) =>
    options.flatMap(({ long, argChoices }) =>
      long == null || argChoices === undefined ? [] : [`    "${path} ${long}") words="${argChoices.join(' ')}" ;;`],
    ),
  );
  const values = all.flatMap(({ path, options }) =>
    options.flatMap(({ long, required, argChoices }) =>
      long != null && required && argChoices === undefined ? [`"${path} ${long}"`] : [],
    ),
  );
  return `_medallion() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
      ${paths.map((path) => `"${path}"`).join('|')}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
${words.join('\n')}
  esac
  case "$path $previous" in
${choices.join('\n')}
    ${values.join('|')}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _medallion medallion
`;
}

function fish(all: readonly Words[]): string {
  const lines = all.flatMap(({ path, commands, values, options }) => {
    const names = path.split(' ').filter((name) => name !== '');
    const seen = names.map((name) => `__fish_seen_subcommand_from ${name}`);
    const others = commands.map(({ name }) => name).join(' ');
    const here = [...seen, ...(others === '' ? [] : [`not __fish_seen_subcommand_from ${others}`])].join('; and ');
    return [
      ...commands.map(({ name, summary }) => `complete -c medallion -f -n '${here}' -a ${name} -d ${quoted(summary)}`),
      ...values.map((value) => `complete -c medallion -f -n '${here}' -a ${value}`),
      ...options.flatMap(({ long, description, required, argChoices }) => {
        if (long == null) return [];
        const value = argChoices === undefined ? (required ? ' -r' : '') : ` -x -a '${argChoices.join(' ')}'`;
        const when = seen.length === 0 ? '' : ` -n '${seen.join('; and ')}'`;
        return [`complete -c medallion${when} -l ${long.slice(2)}${value} -d ${quoted(description)}`];
      }),
    ];
  });
  return `${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
