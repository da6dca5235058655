import { isAwsHost } from './endpoints.ts';
import type { Middleware } from './retries.ts';

/** How S3 Control reaches an endpoint that is not AWS's. */
interface AccountHost {
  endpoint: string;
  middleware: Middleware;
}

/**
 * S3 Control puts the account ID before the host ("111122223333.host", by the endpoint rules of its SDK client), which is
 * no valid address for an IP endpoint and seldom resolves for others. AWS's own hosts need it; others get the request
 * without it, as the AWS CLI user of an emulator expects. The SDK therefore gets a host that takes a prefix.
 */
export function withoutAccountHost(url: string): AccountHost | undefined {
  if (!URL.canParse(url) || isAwsHost(url)) return undefined;
  const { hostname } = new URL(url);
  const stand = new URL(url);
  stand.hostname = 'localhost';
  return {
    endpoint: stand.href,
    middleware: (next) => (args) => {
      const { request } = args as { request?: { hostname?: string } };
      if (request) request.hostname = hostname;
      return next(args);
    },
  };
}
