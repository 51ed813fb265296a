/**
 * What a screen or a page takes as a command: the Unicode category Cc but tab and line feed (a carriage return only before a
 * line feed), and the marks that turn the direction of text around.
 */
const CONTROL = /(?!\r\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** A text in which every control character shows as its code, so that it cannot move a cursor, hide a line or break XML. */
export function visible(text: string): string {
  return text.replace(CONTROL, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The same on one line. */
export function oneLine(text: string): string {
  return visible(text).replace(/\s+/gu, ' ');
}
