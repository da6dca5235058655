export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  signIn: 3,
  denied: 4,
  differs: 5,
  waiting: 6,
  stopped: 130,
} as const;
export type ExitCode = number;

export interface Missing {
  key: string;
  flag: string;
}

/** The exit code of a stopped run: 130 by Ctrl-C, 143 by SIGTERM. */
export function stoppedCode(stop: AbortSignal): ExitCode {
  return typeof stop.reason === 'number' ? stop.reason : EXIT.stopped;
}

/** An error that ends the run, with a message for the user and an exit code. */
export class Trouble extends Error {
  override name = 'Trouble';
  readonly exitCode: ExitCode;
  /** The next command, if there is one. */
  readonly next: string | undefined;
  readonly missing: Missing[];

  constructor(exitCode: ExitCode, message: string, more: { next?: string; missing?: Missing[] } = {}) {
    super(message);
    this.exitCode = exitCode;
    this.next = more.next;
    this.missing = more.missing ?? [];
  }
}

/** The user is not signed in (exit 3); commands that need no account can continue. */
export class SignedOut extends Trouble {
  constructor(message: string, next: string) {
    super(EXIT.signIn, message, { next });
  }
}

/** The profile is in none of the AWS CLI's files (exit 3). */
export class NoProfile extends SignedOut {}

/** An invalid value for a setting (exit 2). */
export class InvalidValue extends Trouble {
  /** The value, quoted and shortened. */
  readonly word: string;
  /** The expected form. */
  readonly right: string;

  constructor(source: string, word: string, right: string) {
    super(EXIT.usage, `${source}: invalid value ${word}: expected ${right}`);
    this.word = word;
    this.right = right;
  }
}

export function usage(message: string, next?: string): Trouble {
  return new Trouble(EXIT.usage, message, next ? { next } : {});
}

/** The allowed word nearest to a mistyped one, if it is close enough to be intended. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const ranked = words.map((other) => ({ other, far: distance(word, other) })).sort((a, b) => a.far - b.far);
  return ranked[0] && ranked[0].far <= Math.max(2, word.length / 3) ? ranked[0].other : undefined;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= Math.min(a.length, 60); i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
