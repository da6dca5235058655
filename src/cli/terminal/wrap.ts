/** Breaks lines at spaces so that none is wider than the terminal; continuation lines are indented like their line. */
export function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: color codes take no columns
const plain = (text: string) => text.replace(/\u001b\[\d+m/g, '');

function wrapLine(line: string, width: number): string {
  // A command must not be broken at a place where a shell would end it.
  if (/^ {2,}(aws-baseline|npx|aws) |^ {4}--|\\$/.test(line)) return line;
  const lengthOf = (text: string) => plain(text).length;
  if (lengthOf(line) <= width) return line;
  const indent = /^ */.exec(line)?.[0] ?? '';
  // After a mark, the text is indented to its first word.
  const hanging = ' '.repeat((/^ *(?:ok|XX|\.\.|[+~=!?$-]) +/.exec(plain(line))?.[0] ?? indent).length);
  const lines: string[] = [];
  let current = indent;
  for (const word of line.trimStart().split(/(?<=\S) (?=\S)/)) {
    const longer = current.trim() === '' ? `${current}${word}` : `${current} ${word}`;
    if (lengthOf(longer) <= width || current.trim() === '') current = longer;
    else {
      lines.push(current);
      current = `${hanging}${word}`;
    }
  }
  return [...lines, current].join('\n');
}

/**
 * The remarks of a text, which are separated by semicolons, without those that have a word that is longer than a line, such
 * as the name of an image in a narrow terminal.
 */
export function fittingRemarks(text: string, room: number): string {
  const remarks = text.split('; ').filter((remark) => remark.split(' ').every(({ length }) => length < room));
  return remarks.join('; ');
}
