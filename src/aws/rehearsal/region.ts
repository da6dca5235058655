import { createHash } from 'node:crypto';
import type { RegionState } from './state-region.ts';

const LETTERS = ['a', 'b', 'c'] as const;

/** The three Availability Zones of a Region. */
export function zonesOf(region: string): string[] {
  return LETTERS.map((letter) => `${region}${letter}`);
}

/** The zone's id (`apse2-az1`), which is the same in every account; its letter is not (AWS page "AZ IDs"). */
export function zoneIdOf(zone: string): string {
  const short = zone
    .slice(0, -1)
    .replace(/-(north|south|east|west|central|gov)+/g, (words) =>
      words.slice(1).replace(/north|south|east|west|central|gov/g, (word) => word.charAt(0)),
    );
  return `${short.replaceAll('-', '')}-az${LETTERS.indexOf(zone.at(-1) as 'a') + 1}`;
}

/** A stable id from the given words, for resources that exist by default. */
export function idOf(prefix: string, words: string): string {
  return `${prefix}-0${createHash('sha256').update(words).digest('hex').slice(0, 16)}`;
}

/** An unused Region: a default VPC with a subnet in each Availability Zone and its default security group. */
export function newRegion(region: string): RegionState {
  const vpc = idOf('vpc', region);
  const group = idOf('sg', region);
  return {
    vpcs: [{ id: vpc, cidr: '172.31.0.0/16', isDefault: true }],
    subnets: zonesOf(region).map((zone, index) => ({
      id: idOf('subnet', zone),
      vpc,
      zone,
      cidr: `172.31.${index * 16}.0/20`,
    })),
    securityGroups: [
      {
        id: group,
        name: 'default',
        description: 'default VPC security group',
        vpc,
        tags: [],
        ingress: [{ id: idOf('sgr', `${region} in`), protocol: '-1', source: group }],
        egress: [{ id: idOf('sgr', `${region} out`), protocol: '-1', source: '0.0.0.0/0' }],
      },
    ],
    instances: [],
    keyPairs: [],
    tokens: {},
    topics: [],
    alarms: [],
  };
}
