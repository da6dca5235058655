import { type Host, shownProxy, type Way, WrongProxy } from './proxies.ts';
import { WrongBundle } from './trust.ts';

/** A host did not answer. `next` is what to do; `reason` is the system's error code. */
export class Unreachable extends Error {
  override name = 'Unreachable';
  readonly next: string;
  readonly reason: string;
  /** A local variable or file is wrong, not the network. */
  readonly isSetting: boolean;

  constructor(message: string, next: string, reason: string, isSetting = false) {
    super(message);
    this.next = next;
    this.reason = reason;
    this.isSetting = isSetting;
  }
}

const UNTRUSTED =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER_CERT(_LOCALLY)?|VERIFY_LEAF_SIGNATURE)|CERT_(UNTRUSTED|REVOKED|SIGNATURE_FAILURE|CHAIN_TOO_LONG)|INVALID_CA|INVALID_PURPOSE)$/;
const OUT_OF_TIME = /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/;
/** What to check without an answer. */
export const CHECK_NETWORK =
  'check the network; behind a proxy, set HTTPS_PROXY; aws-baseline doctor shows how requests reach AWS';
const BUNDLE =
  'if a proxy or firewall inspects TLS connections with its own certificate, specify the PEM file of its certificate authority: export AWS_CA_BUNDLE=/path/ca.pem (or NODE_EXTRA_CA_CERTS)';

/** Whether an error means that there was no answer, before or after SDK retries. */
export function isSilence(error: unknown): boolean {
  const { name, code = '' } = error as Error & { code?: string };
  return name === 'TimeoutError' && !/^(ECONNRESET|EPIPE)$/.test(code);
}

/** The final error of a request without an answer: a sentence with the host and the proxy, and what to do. */
export function unreachable(error: unknown, host: Host, way: Way): Unreachable {
  if (error instanceof WrongProxy || error instanceof WrongBundle) {
    const [variable] = error.message.split(/[: ]/);
    return new Unreachable(error.message, `correct ${variable}, or unset it`, error.name, true);
  }
  const { hostname, port } = host;
  const place = `${hostname}${port ? `:${port}` : ''}`;
  if (way.kind === 'proxy') {
    const own = ofProxy(error, place, `the proxy ${shownProxy(way.proxy)} (${way.variable})`, way.variable);
    if (own) return own;
  }
  const through = way.kind === 'proxy' ? ` through the proxy ${shownProxy(way.proxy)} (${way.variable})` : '';
  const reason = reasonOf(error);
  return (
    ofCertificate(`the certificate of ${place}${through}`, reason) ??
    (isSilence(error)
      ? new Unreachable(`${place} does not answer${through}`, CHECK_NETWORK, reason)
      : new Unreachable(`${place} cannot be reached${through} (${reason})`, networkAdvice(reason), reason))
  );
}

function ofProxy(error: unknown, place: string, proxy: string, variable: string): Unreachable | undefined {
  const { name, status, cause } = error as Error & { status?: number };
  if (name === 'ProxyRefused') {
    if (status === 407)
      return new Unreachable(
        `${proxy} requires a valid user name and password (HTTP 407)`,
        `add them to its address: ${variable}=http://NAME:PASSWORD@HOST:PORT, with %40 for an @ in them`,
        'ProxyRefused',
      );
    const next = 'ask the administrator of the proxy to allow *.amazonaws.com, or add the host to NO_PROXY';
    return new Unreachable(`${proxy} refuses connections to ${place} (HTTP ${status})`, next, 'ProxyRefused');
  }
  if (name !== 'ProxyAway') return undefined;
  const reason = reasonOf(cause);
  const fix = `correct ${variable} or unset it; list hosts that need no proxy in NO_PROXY`;
  return (
    ofCertificate(`the certificate of ${proxy}`, reason) ??
    new Unreachable(`${proxy} cannot be reached (${reason})`, fix, reason)
  );
}

function ofCertificate(certificate: string, reason: string): Unreachable | undefined {
  if (OUT_OF_TIME.test(reason)) {
    const next = `correct the clock if it is wrong (date -u shows the time in UTC); ${BUNDLE}`;
    return new Unreachable(`${certificate} is not valid at this computer's time (${reason})`, next, reason);
  }
  if (UNTRUSTED.test(reason)) return new Unreachable(`${certificate} is not trusted (${reason})`, BUNDLE, reason);
  if (reason === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return new Unreachable(`${certificate} is for another name (${reason})`, CHECK_NETWORK, reason);
  return undefined;
}

function networkAdvice(reason: string): string {
  if (/^(EPROTO|ERR_SSL_)/.test(reason)) return `the host does not use TLS: try http://; ${CHECK_NETWORK}`;
  return CHECK_NETWORK;
}

function reasonOf(error: unknown): string {
  const { code, name, errors } = error as Error & { code?: string; errors?: unknown[] };
  // Several addresses of the host were tried.
  if (!code && errors?.length) return reasonOf(errors[0]);
  return code ?? name ?? 'unknown';
}

const AS_TEXT = /^(?:Error: )?Unreachable: ([\s\S]+)$/;

/** The Unreachable in an error, even if a credential provider of the SDK has only kept its message. */
export function unreachableOf(error: unknown): Unreachable | undefined {
  if (error instanceof Unreachable) return error;
  const said = error instanceof Error ? AS_TEXT.exec(error.message)?.[1] : undefined;
  return said ? new Unreachable(said, CHECK_NETWORK, 'unknown') : undefined;
}
