import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

/** A file of certificates to trust, and its source: `AWS_CA_BUNDLE`, or `ca_bundle` of a profile. */
export interface CaBundle {
  path: string;
  source: string;
}

/** A certificate bundle that cannot be used; the message says which one and why. */
export class WrongBundle extends Error {
  override name = 'WrongBundle';
}

const MOST_BYTES = 8 * 1024 * 1024;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * The certificate authorities to trust with a bundle (AWS page "Configuration and credential file settings",
 * `ca_bundle`): those of the bundle, of NODE_EXTRA_CA_CERTS and of Node.js. Throws WrongBundle if it cannot be read.
 */
export function trusting({ path, source }: CaBundle, extra: string | undefined): SecureContext {
  const bundle = certificatesIn(path, source);
  // The `ca` option replaces the defaults, so they are added here. Node.js only warns about a bad NODE_EXTRA_CA_CERTS.
  const more = extra ? tried(() => certificatesIn(extra, 'NODE_EXTRA_CA_CERTS')) : [];
  return createSecureContext({ ca: [...rootCertificates, ...more, ...bundle] });
}

/** The certificates of a PEM file. Throws WrongBundle if it has none, or an invalid one. */
export function certificatesIn(path: string, source: string): string[] {
  const wrong = (why: string) => new WrongBundle(`${source}: ${path} ${why}`);
  let text: string;
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES) throw wrong('is too large for a certificate file');
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof WrongBundle) throw error;
    throw wrong(`cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const found = text.match(CERTIFICATE) ?? [];
  if (found.length === 0) throw wrong('contains no certificate (PEM, "-----BEGIN CERTIFICATE-----")');
  for (const [i, one] of found.entries()) {
    try {
      new X509Certificate(one);
    } catch {
      throw wrong(`contains an invalid certificate (number ${i + 1} of ${found.length})`);
    }
  }
  return found;
}

function tried(read: () => string[]): string[] {
  try {
    return read();
  } catch {
    return [];
  }
}
