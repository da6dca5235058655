// AWS requests without the SDK and without a signature: moto reads only whose and where they are.
import { Agent, request } from 'node:http';

const VERSIONS = { iam: '2010-05-08', sns: '2010-03-31', sts: '2011-06-15', ec2: '2016-11-15' };
const FORM = 'application/x-www-form-urlencoded; charset=utf-8';
const JSON_1_0 = 'application/x-amz-json-1.0';

/** Three ways to ask an endpoint, one for each of AWS's protocols; a refusal throws. */
export function bare(endpoint) {
  const { hostname, port } = new URL(endpoint);
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });

  // moto answers requests that meet in its state with a page of HTML: such a request is sent a second time.
  const send = (...asked) =>
    sendOnce(...asked).catch((error) => {
      if (!isHtml(error)) throw error;
      return sendOnce(...asked);
    });

  function sendOnce(service, region, { method = 'POST', path = '/', headers = {}, body = '' }) {
    const scope = `Credential=test/20260101/${region}/${service}/aws4_request`;
    const all = {
      ...headers,
      'content-length': Buffer.byteLength(body),
      authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0`,
    };
    return new Promise((resolve, reject) => {
      const asked = request({ hostname, port, agent, method, path, headers: all }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part) => {
          text += part;
        });
        answer.on('error', reject).on('end', () => {
          if (answer.statusCode < 300) resolve(text);
          else reject(new Error(`${service} ${path} ${answer.statusCode}: ${text.slice(0, 300)}`));
        });
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }

  return {
    close: () => agent.destroy(),
    /** IAM, STS, SNS, EC2: a form in, XML out. */
    query: (service, region, Action, input = {}) =>
      send(service, region, {
        headers: { 'content-type': FORM },
        body: String(new URLSearchParams({ Action, Version: VERSIONS[service], ...input })),
      }),
    /** CloudWatch, Systems Manager: JSON in and out. */
    json: async (service, region, target, input) =>
      JSON.parse(
        (await send(service, region, {
          headers: { 'content-type': JSON_1_0, 'x-amz-target': target },
          body: JSON.stringify(input),
        })) || '{}',
      ),
    s3: (region, method, path, body = '', headers = {}) => send('s3', region, { method, path, body, headers }),
  };
}

const isHtml = ({ message }) => / 500: <!doctype html>/i.test(message);

/** The texts of all elements of this name in an XML answer. */
export function texts(xml, element) {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text]) => text);
}
