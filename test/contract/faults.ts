/** Which requests a proxy breaks, and how. Rules are tried in turn; the first that fires decides. */
export interface Fault {
  service?: string;
  operation?: string;
  /** Only requests that write. */
  writes?: true;
  /** Of the requests that match: the n-th only, every n-th, or all past the n-th; without these, each. */
  nth?: number;
  every?: number;
  after?: number;
  /** Fires only when the requests that match have used up a token bucket. */
  bucket?: { rate: number; burst: number };
  /** Fires at most so often. */
  times?: number;
  /** `pass`: nothing is broken; `fired` is told. */
  do: 'throttle' | 'slowdown' | 'error' | 'reset' | 'hang' | 'pass';
  /** `response`: the work is done, then its answer is lost. */
  when?: 'request' | 'response';
  status?: number;
  code?: string;
  message?: string;
  headers?: Record<string, string>;
  /** Called when it fires. */
  fired?: () => void;
}

/** A request as the proxy understands it. */
export interface Named {
  service: string;
  operation: string;
  protocol: 'json' | 'query' | 'ec2' | 's3';
}

/** Whether an operation, as `nameOf` gives it, only reads; with DryRun, EC2 only answers whether it would. */
export const isReading = (operation: string): boolean =>
  /^(Get|List|Describe|Head|Simulate|GET |HEAD )| as DryRun$/.test(operation);

type Headers = Record<string, string | string[] | undefined>;

/** Names a request, whichever of AWS's protocols it speaks: S3's are "PUT /bucket?versioning". */
export function nameOf(method: string, url: string, headers: Headers, body: string): Named {
  const scope = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(String(headers.authorization ?? ''));
  const service = { monitoring: 'cloudwatch' }[scope?.[1] ?? ''] ?? scope?.[1] ?? '-';
  const target = headers['x-amz-target'];
  if (target) return { service, protocol: 'json', operation: String(target).split('.').at(-1) ?? '' };
  const action = body.startsWith('<') ? null : new URLSearchParams(body).get('Action');
  const dry = /(^|&)DryRun=true(&|$)/.test(body) ? ' as DryRun' : '';
  if (action) return { service, protocol: service === 'ec2' ? 'ec2' : 'query', operation: `${action}${dry}` };
  // The newer services speak JSON over REST.
  const protocol = service === 's3' ? 's3' : 'json';
  return { service, protocol, operation: `${method} ${url}` };
}

/** A bucket that holds `burst` tokens and gets `rate` a second. Takes one; false when there was none. Time in ms. */
export function tokenBucket({ rate, burst }: { rate: number; burst: number }): (now: number) => boolean {
  let tokens = burst;
  let filled = Number.POSITIVE_INFINITY;
  return (now) => {
    tokens = Math.min(burst, tokens + (Math.max(0, now - filled) / 1000) * rate);
    filled = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

/** Decides of each request in turn which fault hits it, if any. */
export function breaker(faults: Fault[]): (named: Named) => Fault | undefined {
  const counts = faults.map(({ bucket }) => ({ seen: 0, fired: 0, takes: bucket && tokenBucket(bucket) }));
  return ({ service, operation }) => {
    const hit = faults.findIndex((fault, i) => {
      if (fault.service && fault.service !== service) return false;
      if (fault.operation && fault.operation !== operation) return false;
      if (fault.writes && isReading(operation)) return false;
      const count = counts[i]!;
      count.seen += 1;
      if (fault.every && count.seen % fault.every !== 0) return false;
      if (fault.nth && count.seen !== fault.nth) return false;
      if (fault.after !== undefined && count.seen <= fault.after) return false;
      if (count.takes?.(performance.now())) return false;
      if (fault.times !== undefined && count.fired >= fault.times) return false;
      count.fired += 1;
      return true;
    });
    faults[hit]?.fired?.();
    return faults[hit];
  };
}

// How each service says that it is asked too often.
const THROTTLED: Record<string, [number, string]> = {
  s3: [503, 'SlowDown'],
  ec2: [503, 'RequestLimitExceeded'],
  cloudwatch: [400, 'ThrottlingException'],
  ssm: [400, 'ThrottlingException'],
};

/** The answer by which AWS would say what the fault says, in the request's protocol. */
export function answerOf(fault: Fault, { service, protocol }: Named) {
  const [usual, name] =
    fault.do === 'throttle'
      ? (THROTTLED[service] ?? [400, 'Throttling'])
      : fault.do === 'slowdown'
        ? [503, 'SlowDown']
        : [500, protocol === 's3' ? 'InternalError' : 'InternalFailure'];
  const status = fault.status ?? usual;
  const code = fault.code ?? name;
  const message = fault.message ?? `${code}, said the proxy`;
  const inner = `<Code>${code}</Code><Message>${message}</Message>`;
  const body = {
    json: JSON.stringify({ __type: code, message }),
    ec2: `<Response><Errors><Error>${inner}</Error></Errors><RequestID>0</RequestID></Response>`,
    query: `<ErrorResponse><Error><Type>Sender</Type>${inner}</Error><RequestId>0</RequestId></ErrorResponse>`,
    s3: `<Error>${inner}<RequestId>0</RequestId></Error>`,
  }[protocol];
  const type = protocol === 'json' ? 'application/x-amz-json-1.0' : 'text/xml';
  return { status, body, headers: { 'content-type': type, ...fault.headers } };
}
