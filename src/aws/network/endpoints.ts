import { SERVICE_NAMES, type ServiceName } from '../services.ts';

/** A configured endpoint and its source: a variable, or the file of a profile. */
export interface Endpoint {
  url: string;
  source: string;
}

/** The custom endpoints by service; a service without an entry uses AWS's endpoint. */
export type Endpoints = Partial<Record<ServiceName, Endpoint>>;

/** The endpoint settings of a profile: its keys, and the keys of its `services` section as `s3.endpoint_url`. */
interface EndpointKeys {
  profile: ReadonlyMap<string, string>;
  services: ReadonlyMap<string, string>;
  source: string;
}

/**
 * The endpoints that the variables and the profile set, in the order of the AWS page "Service-specific endpoints": the
 * service's variable, AWS_ENDPOINT_URL, the `services` section, the profile's `endpoint_url`; none where the variable
 * AWS_IGNORE_CONFIGURED_ENDPOINT_URLS or the key `ignore_configured_endpoint_urls` is true.
 */
export function configuredEndpoints(env: Record<string, string | undefined>, keys: EndpointKeys): Endpoints {
  const ignored = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? keys.profile.get('ignore_configured_endpoint_urls');
  if (ignored?.toLowerCase() === 'true') return {};
  const endpoints: Endpoints = {};
  for (const service of SERVICE_NAMES) {
    const found = endpointOf(service, env, keys);
    if (found) endpoints[service] = found;
  }
  return endpoints;
}

// The AWS page "Service-specific endpoints" lists the names; most are those in IAM actions.
const OTHER_NAMES: Partial<Record<ServiceName, string>> = {
  autoscaling: 'auto_scaling',
  ce: 'cost_explorer',
  config: 'config_service',
  elasticloadbalancing: 'elastic_load_balancing_v2',
  logs: 'cloudwatch_logs',
  s3control: 's3_control',
  events: 'eventbridge',
};

function endpointOf(
  service: ServiceName,
  env: Record<string, string | undefined>,
  { profile, services, source }: EndpointKeys,
): Endpoint | undefined {
  const name = OTHER_NAMES[service] ?? service;
  for (const variable of [`AWS_ENDPOINT_URL_${name.toUpperCase()}`, 'AWS_ENDPOINT_URL']) {
    const url = env[variable];
    if (url) return { url, source: variable };
  }
  const url = services.get(`${name}.endpoint_url`) ?? profile.get('endpoint_url');
  return url ? { url, source } : undefined;
}

/** Whether an address belongs to AWS, such as a Regional, FIPS or VPC endpoint, so that the account is a real one. */
export function isAwsHost(url: string): boolean {
  return URL.canParse(url) && /(^|\.)(amazonaws\.com(\.cn)?|api\.aws|amazonaws\.eu)$/.test(new URL(url).hostname);
}

/**
 * What distinguishes an emulated account from the AWS account with the same ID; undefined for AWS itself. One service with
 * another endpoint is enough, because its resources are not in the AWS account.
 */
export function elsewhere(endpoints: Endpoints): string | undefined {
  const others = Object.entries(endpoints).filter(([, { url }]) => !isAwsHost(url));
  const places = new Set(others.map(([, { url }]) => placeOf(url)));
  if (places.size === 0) return undefined;
  const [only] = places;
  if (places.size === 1 && others.length === SERVICE_NAMES.length) return only;
  return others.map(([service, { url }]) => `${service}-${placeOf(url)}`).join('+');
}

// For use in a file name, without a password in the address.
function placeOf(url: string): string {
  return url
    .replace(/^https?:\/\//, '')
    .replace(/^[^/@]*@/, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/[^A-Za-z0-9.-]+/g, '-');
}
