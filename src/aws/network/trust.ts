import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

/** A file of certificates to trust, and what named it: `AWS_CA_BUNDLE`, or `ca_bundle` of a profile. */
export interface CaBundle {
  path: string;
  source: string;
}

/** A bundle that cannot be used; the message says which and why. */
export class WrongBundle extends Error {
  override name = 'WrongBundle';
}

const MOST_BYTES = 8 * 1024 * 1024;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * The authorities to trust where a bundle is named (AWS page "Configuration and credential file settings", `ca_bundle`):
 * those of the bundle, of NODE_EXTRA_CA_CERTS and of Node.js. Throws WrongBundle where the bundle cannot be read.
 */
export function trusting({ path, source }: CaBundle, extra: string | undefined): SecureContext {
  const bundle = certificatesIn(path, source);
  // Named authorities replace Node's own ones, and NODE_EXTRA_CA_CERTS, which Node itself only warns about.
  const more = extra ? tried(() => certificatesIn(extra, 'NODE_EXTRA_CA_CERTS')) : [];
  return createSecureContext({ ca: [...rootCertificates, ...more, ...bundle] });
}

/** The certificates of a file in PEM form. Throws WrongBundle where there is none, or one that is broken. */
export function certificatesIn(path: string, source: string): string[] {
  const wrong = (why: string) => new WrongBundle(`${source}: ${path} ${why}`);
  let text: string;
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES) throw wrong('is too large to be a file of certificates');
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof WrongBundle) throw error;
    throw wrong(`cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const found = text.match(CERTIFICATE) ?? [];
  if (found.length === 0) throw wrong('holds no certificate (PEM, "-----BEGIN CERTIFICATE-----")');
  for (const [i, one] of found.entries()) {
    try {
      new X509Certificate(one);
    } catch {
      throw wrong(`holds a broken certificate (number ${i + 1} of ${found.length})`);
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
