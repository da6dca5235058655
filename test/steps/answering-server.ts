import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Reply {
  status?: number;
  type?: string;
  body?: string;
  /** The time of the answer, if it is not that of the local clock. */
  date?: string;
  /** The answer stops in the middle of its body. */
  stalls?: true;
}

export interface AnsweringServer {
  endpoint: string;
  /** Path and body of every request so far. */
  requests: { path: string; body: string; agent: string }[];
  /** The next replies, one after the other; the last one stays. */
  replies: Reply[];
  stop(): Promise<void>;
}

/** An HTTP server in place of AWS, for what only the SDK's own middleware shows: retries and the names of errors. */
export async function answeringServer(): Promise<AnsweringServer> {
  const requests: AnsweringServer['requests'] = [];
  const replies: Reply[] = [];
  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push({ path: request.url ?? '', body, agent: request.headers['user-agent'] ?? '' });
    const reply = (replies.length > 1 ? replies.shift() : replies[0]) ?? { status: 500 };
    response.writeHead(reply.status ?? 200, {
      'content-type': reply.type ?? 'text/xml',
      ...(reply.date ? { date: reply.date } : {}),
    });
    if (reply.stalls) response.write(reply.body ?? '');
    else response.end(reply.body ?? '');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    replies,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const JSON_TYPE = 'application/x-amz-json-1.0';

/** Errors as the protocols of AWS write them. */
export const queryError = (code: string, status = 400): Reply => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${code} said AWS</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
});
export const ec2Error = (code: string, status = 400): Reply => ({
  status,
  body: `<Response><Errors><Error><Code>${code}</Code><Message>${code} said AWS</Message></Error></Errors><RequestID>r</RequestID></Response>`,
});
export const s3Error = (code: string, status = 400): Reply => ({
  status,
  type: 'application/xml',
  body: `<Error><Code>${code}</Code><Message>${code} said AWS</Message></Error>`,
});
export const jsonError = (code: string, status = 400): Reply => ({
  status,
  type: JSON_TYPE,
  body: JSON.stringify({ __type: `com.amazonaws#${code}`, message: `${code} said AWS` }),
});
export const json = (answer: object): Reply => ({ type: JSON_TYPE, body: JSON.stringify(answer) });

const CALLER = (arn: string) =>
  `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>u</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
export const caller = (arn: string): Reply => ({ body: CALLER(arn) });
