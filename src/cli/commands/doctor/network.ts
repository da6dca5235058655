import { messageOf } from '../../../aws/errors.ts';
import { stsEndpoint } from '../../../aws/network/clock-skew.ts';
import { type Endpoint, elsewhere } from '../../../aws/network/endpoints.ts';
import { shownProxy, type Way, wayTo } from '../../../aws/network/proxies.ts';
import { certificatesIn } from '../../../aws/network/trust.ts';
import { caBundleOf, endpointsOf } from '../../answers/aws-files.ts';
import { EXIT } from '../../trouble.ts';
import type { World } from '../../world.ts';
import { broken, type Check, ok, warning } from './check.ts';
import type { Place } from './sign-in.ts';

/** The proxy and certificates of requests, and their endpoints if these are not AWS's. */
export function networkChecks(world: World, place: Place): Check[] {
  return [wayCheck(world, place), ...trustChecks(world, place), ...endpointChecks(world, place)];
}

function wayCheck(world: World, { region, profile }: Place): Check {
  const { protocol, hostname, port } = new URL(stsUrl(world, region, profile));
  try {
    const host = { protocol, hostname, ...(port ? { port: Number(port) } : {}) };
    return ok('way', inWords(wayTo(host, world.env), hostname));
  } catch (error) {
    const said = messageOf(error);
    return broken('way', EXIT.usage, said, `correct ${said.split(' ')[0]}, or unset it`);
  }
}

function stsUrl(world: World, region: string, profile: string | undefined): string {
  const url = endpointsOf(world, profile).sts?.url;
  return url && URL.canParse(url) ? url : stsEndpoint(region);
}

function inWords(way: Way, hostname: string): string {
  if (way.kind === 'proxy') return `requests go through the proxy ${shownProxy(way.proxy)} (${way.variable})`;
  if (way.kind === 'exempt')
    return `requests go directly: ${way.variable} includes ${hostname} (${way.value.slice(0, 200)})`;
  return 'requests go directly, without a proxy';
}

function trustChecks(world: World, { profile }: Place): Check[] {
  const bundle = caBundleOf(world, profile);
  const extra = world.env.NODE_EXTRA_CA_CERTS;
  const named = [...(bundle ? [bundle] : []), ...(extra ? [{ path: extra, source: 'NODE_EXTRA_CA_CERTS' }] : [])];
  return named.map(({ path, source }) => {
    try {
      const count = certificatesIn(path, source).length;
      return ok(
        'ca-bundle',
        `${count} additional CA ${count === 1 ? 'certificate' : 'certificates'} trusted: ${path} (${source})`,
      );
    } catch (error) {
      const fix = 'set it to a readable file of PEM certificates, or unset it';
      return source === 'NODE_EXTRA_CA_CERTS'
        ? warning('ca-bundle', messageOf(error), fix)
        : broken('ca-bundle', EXIT.usage, messageOf(error), fix);
    }
  });
}

function endpointChecks(world: World, { profile }: Place): Check[] {
  const endpoints = endpointsOf(world, profile);
  const bySource = new Map<string, { services: string[]; endpoint: Endpoint }>();
  const all = Object.entries(endpoints);
  for (const [service, endpoint] of all) {
    const key = `${endpoint.source} ${endpoint.url}`;
    bySource.set(key, { services: [...(bySource.get(key)?.services ?? []), service], endpoint });
  }
  const isReal = elsewhere(endpoints) === undefined;
  return [...bySource.values()].map(({ services, endpoint: { url, source } }) => {
    const what =
      services.length === all.length && all.length > 5 ? 'all requests' : `requests to ${services.join(', ')}`;
    const title = `${source} sends ${what} to ${withoutSecrets(url)}`;
    if (isReal) return ok('endpoint', title);
    const fix = /^AWS_/.test(source)
      ? `unset ${source}, unless you want to use that emulator`
      : `remove endpoint_url from ${source}, unless you want to use that emulator`;
    return warning('endpoint', `${title}, not to AWS`, fix);
  });
}

function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//').replace(/[?#].*$/, '');
}
