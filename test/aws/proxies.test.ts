import { describe, expect, it } from 'vitest';
import { shownProxy, type Way, wayTo } from '../../src/aws/network/proxies.ts';

const STS = { protocol: 'https:', hostname: 'sts.us-east-1.amazonaws.com' };
const PROXY = 'http://proxy:3128';

function shown(way: Way): string {
  if (way.kind === 'proxy') return `${shownProxy(way.proxy)} by ${way.variable}`;
  return way.kind === 'exempt' ? `direct by ${way.variable}` : 'direct';
}

describe('which way a request goes, as the AWS CLI decides it', () => {
  it.each<[env: Record<string, string>, way: string]>([
    [{}, 'direct'],
    [{ HTTPS_PROXY: PROXY }, 'http://proxy:3128 by HTTPS_PROXY'],
    [{ HTTPS_PROXY: 'http://upper:1', https_proxy: PROXY }, 'http://proxy:3128 by https_proxy'],
    [{ HTTPS_PROXY: '', https_proxy: '' }, 'direct'],
    [{ HTTP_PROXY: PROXY }, 'direct'],
    [{ ALL_PROXY: PROXY }, 'http://proxy:3128 by ALL_PROXY'],
    [{ ALL_PROXY: 'http://all:1', HTTPS_PROXY: PROXY }, 'http://proxy:3128 by HTTPS_PROXY'],
    [{ HTTPS_PROXY: 'proxy:3128' }, 'http://proxy:3128 by HTTPS_PROXY'],
    [{ HTTPS_PROXY: '//proxy:3128' }, 'http://proxy:3128 by HTTPS_PROXY'],
    [{ HTTPS_PROXY: 'https://me:hush@proxy:3128' }, 'https://proxy:3128 by HTTPS_PROXY'],
  ])('%j: %s', (env, way) => expect(shown(wayTo(STS, env))).toBe(way));

  it.each<[noProxy: string, host: string, isDirect: boolean]>([
    ['*', 'sts.amazonaws.com', true],
    ['amazonaws.com', 'sts.amazonaws.com', true],
    ['.amazonaws.com', 'sts.amazonaws.com', true],
    ['*.amazonaws.com', 'sts.amazonaws.com', true],
    ['AmazonAWS.com', 'sts.amazonaws.com', true],
    ['sts.amazonaws.com', 'sts.amazonaws.com', true],
    ['a.test, amazonaws.com ,b.test', 'sts.amazonaws.com', true],
    ['naws.com', 'sts.amazonaws.com', false],
    ['iam.amazonaws.com', 'sts.amazonaws.com', false],
    ['amazonaws.com:443', 'sts.amazonaws.com', true],
    ['amazonaws.com:8443', 'sts.amazonaws.com', false],
    ['', 'sts.amazonaws.com', false],
    [',', 'sts.amazonaws.com', false],
    ['10.0.0.0/8', '10.1.2.3', true],
    ['10.0.0.0/8', '11.1.2.3', false],
    ['10.1.2.3', '10.1.2.3', true],
    ['2001:db8::/32', '[2001:db8::1]', true],
    ['[2001:db8::1]:443', '[2001:db8::1]', true],
    ['2001:db8::1', '[2001:db8::1]', true],
  ])('NO_PROXY=%s and %s', (no_proxy, hostname, isDirect) => {
    for (const name of ['no_proxy', 'NO_PROXY'])
      expect(shown(wayTo({ protocol: 'https:', hostname }, { HTTPS_PROXY: PROXY, [name]: no_proxy }))).toBe(
        isDirect ? `direct by ${name}` : 'http://proxy:3128 by HTTPS_PROXY',
      );
  });

  it.each(['localhost', '127.0.0.1', '[::1]', '169.254.170.2', '169.254.170.23', '169.254.169.254', '[fd00:ec2::254]'])(
    'no proxy is asked for %s, where the machine itself answers',
    (hostname) => {
      const env = { HTTP_PROXY: PROXY, HTTPS_PROXY: PROXY, ALL_PROXY: PROXY };
      for (const protocol of ['http:', 'https:'])
        expect(wayTo({ protocol, hostname, port: 80 }, env).kind).toBe('direct');
    },
  );

  it.each(['socks5://proxy:1080', 'http://', 'http://[', 'ftp://proxy'])('%s is no proxy for this program', (value) => {
    expect(() => wayTo(STS, { HTTPS_PROXY: value })).toThrow(/^HTTPS_PROXY /);
  });
});
