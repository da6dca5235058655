import { createHash } from 'node:crypto';

/**
 * The content of a file in a call's input, sent as base64, as EC2 takes user data (API page "RunInstances"). Plans only
 * have the file's name, and JSON and the journal its size in bytes and its SHA-256, because it may contain a secret.
 */
export class FileContent {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly #content: Buffer;

  constructor(file: string, content: Buffer) {
    this.file = file;
    this.bytes = content.length;
    this.sha256 = sha256Of(content);
    this.#content = content;
  }

  get base64(): string {
    return this.#content.toString('base64');
  }

  get text(): string {
    return this.#content.toString('utf8');
  }

  /** Without the name: the same content from another path is the same request. */
  toJSON(): { bytes: number; sha256: string } {
    return { bytes: this.bytes, sha256: this.sha256 };
  }
}

/** The SHA-256 of a content, in hexadecimal. */
export function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
