import { BlockList, isIP } from 'node:net';

/** The destination of a request. */
export interface Host {
  protocol: string;
  hostname: string;
  port?: number | undefined;
}

/** The route of a request: through a proxy, or directly; `variable` and `value` name the setting that decides it. */
export type Way =
  | { kind: 'direct' }
  | { kind: 'exempt'; variable: string; value: string }
  | { kind: 'proxy'; proxy: URL; variable: string };

/** A proxy variable without a usable proxy. */
export class WrongProxy extends Error {
  override name = 'WrongProxy';
}

type Env = Record<string, string | undefined>;

const PORTS: Record<string, number> = { 'http:': 80, 'https:': 443 };
// The local credential endpoints of CloudShell, ECS, EKS and EC2: no proxy can reach them.
const OWN_MACHINE = /^(localhost|.*\.localhost|127(\.\d+){3}|::1|169\.254\.\d+\.\d+|fd00:ec2::23|fd00:ec2::254)$/i;

/**
 * The route of a request, by the rules of the AWS CLI (AWS page "Using an HTTP proxy for the AWS CLI"): the variable of
 * the scheme, lower case first, unless NO_PROXY names the host. ALL_PROXY is used if the scheme has none. Throws
 * WrongProxy for an invalid address or a SOCKS proxy.
 */
export function wayTo(host: Host, env: Env): Way {
  const scheme = host.protocol.replace(':', '');
  const [variable, value] = firstOf(env, [`${scheme}_proxy`, 'all_proxy']) ?? [];
  if (!variable || !value || OWN_MACHINE.test(bare(host.hostname))) return { kind: 'direct' };
  const [noProxy, list] = firstOf(env, ['no_proxy']) ?? [];
  if (noProxy && list && isExempt(host, list)) return { kind: 'exempt', variable: noProxy, value: list };
  return { kind: 'proxy', proxy: proxyOf(variable, value), variable };
}

/** The address of a proxy for display, without user name and password. */
export function shownProxy({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}

function firstOf(env: Env, names: string[]): [variable: string, value: string] | undefined {
  for (const name of names.flatMap((one) => [one, one.toUpperCase()])) {
    const value = env[name]?.trim();
    if (value) return [name, value];
  }
  return undefined;
}

function proxyOf(variable: string, value: string): URL {
  // The AWS CLI takes "proxy:3128" and "//proxy:3128" for http.
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value.replace(/^\/\//, '')}`;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (!proxy?.hostname) throw new WrongProxy(`${variable} is not a valid proxy address such as http://proxy:3128`);
  if (!(proxy.protocol in PORTS))
    throw new WrongProxy(
      `${variable} is a ${proxy.protocol.replace(':', '')} proxy; only http and https proxies are supported`,
    );
  return proxy;
}

function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

// A name matches itself and its subdomains, with or without a leading dot; a port must equal the request's.
function isExempt({ protocol, hostname, port = PORTS[protocol] }: Host, list: string): boolean {
  const name = bare(hostname).toLowerCase();
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const [, itsName = '', itsPort] = /^(\[.*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    const exempt = bare(itsName).replace(/^\*?\.+/, '');
    if (exempt === '' || (itsPort && Number(itsPort) !== port)) return false;
    return name === exempt || (!isIP(name) && name.endsWith(`.${exempt}`)) || isWithin(name, exempt);
  });
}

function isWithin(address: string, range: string): boolean {
  const [, network = '', bits = ''] = /^(.*)\/(\d+)$/.exec(range) ?? [];
  const [kind, rangeKind] = [isIP(address), isIP(network)];
  if (kind === 0 || kind !== rangeKind || Number(bits) > (kind === 6 ? 128 : 32)) return false;
  const family = kind === 6 ? 'ipv6' : 'ipv4';
  const block = new BlockList();
  block.addSubnet(network, Number(bits), family);
  return block.check(address, family);
}
