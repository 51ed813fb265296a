import escapeHtml from 'escape-html';
import { visible } from '../shared/visible';

/** Text that is markup already. Only {@link html} and {@link trusted} make it, so nothing reaches the page unescaped. */
export class Html {
  constructor(readonly text: string) {}
}

type Fragment = string | number | Html | readonly Html[];

/** Markup with every inserted string and number escaped; inserted markup is kept as it is. */
export function html(parts: TemplateStringsArray, ...fragments: readonly Fragment[]): Html {
  const text = parts.map((part, index) => part + render(fragments[index] ?? '')).join('');
  return new Html(text);
}

/** Markup that a library made, or a style sheet of ours. Never anything that comes from data. */
export function trusted(text: string): Html {
  return new Html(text);
}

function render(fragment: Fragment): string {
  if (fragment instanceof Html) return fragment.text;
  if (Array.isArray(fragment)) return fragment.map(({ text }: Html) => text).join('');
  return escape(String(fragment));
}

export function escape(text: string): string {
  return escapeHtml(visible(text));
}
