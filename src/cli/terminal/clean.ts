const MOST = 2_000;

/**
 * Makes text from AWS, a file or the command line safe to print: no terminal escapes, no control or direction
 * characters, on one line, and of limited length.
 */
export function clean(text: string): string {
  const harmless = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
    .replace(/\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(\u0007|\u001b\\)?/g, '')
    .replace(/[\t\r\n]+/g, ' ')
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
  return harmless.length > MOST ? `${harmless.slice(0, MOST)}...` : harmless;
}

// Longer than any policy that AWS accepts, so that only nonsense is cut.
const MOST_IN_JSON = 32_768;
const cut = (_key: string, value: unknown) =>
  typeof value === 'string' && value.length > MOST_IN_JSON ? `${value.slice(0, MOST_IN_JSON)}...` : value;

/**
 * JSON whose strings are also safe in a terminal: DEL and C1 controls are escaped like the others, and the length is
 * limited.
 */
export function cleanJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, cut, indent).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (c) => {
      return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
    },
  );
}
