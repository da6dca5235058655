import { partitionOf } from '../account.ts';
import type { Context, Operations } from './context.ts';
import { instanceTypes } from './ec2/instance-types.ts';
import { page } from './page.ts';
import { refuse, unknownTo } from './refuse.ts';

/** A product of the list: what it can be found by, and its invented price. */
interface Product {
  serviceCode: string;
  productFamily?: string;
  attributes: Record<string, string>;
  unit: string;
  usd: number;
}

// Round, and the same in every Region, so they are not mistaken for AWS's prices.
const CENT = 0.01;

function instancesOf(regionCode: string): Product[] {
  return instanceTypes.flatMap(({ name, cpus }) =>
    [
      ['Used', 'BoxUsage'],
      ['UnusedCapacityReservation', 'UnusedBox'],
    ].map(([capacitystatus = '', usage]) => ({
      serviceCode: 'AmazonEC2',
      productFamily: 'Compute Instance',
      attributes: {
        regionCode,
        instanceType: name,
        operatingSystem: 'Linux',
        tenancy: 'Shared',
        preInstalledSw: 'NA',
        marketoption: 'OnDemand',
        operation: 'RunInstances',
        capacitystatus,
        usagetype: `${regionCode}-${usage}:${name}`,
      },
      unit: 'Hrs',
      usd: cpus * CENT,
    })),
  );
}

function productsOf(regionCode: string): Product[] {
  const disks = ['gp2', 'gp3'].map((volumeApiName) => ({
    serviceCode: 'AmazonEC2',
    productFamily: 'Storage',
    attributes: { regionCode, volumeApiName, usagetype: `${regionCode}-EBS:VolumeUsage.${volumeApiName}` },
    unit: 'GB-Mo',
    usd: 10 * CENT,
  }));
  // AWS gives them no family.
  const addresses = ['InUseAddress', 'IdleAddress', 'ContiguousBlock'].map((usage, i) => ({
    serviceCode: 'AmazonVPC',
    attributes: { regionCode, group: 'VPCPublicIPv4Address', usagetype: `${regionCode}-PublicIPv4:${usage}` },
    unit: 'hours',
    usd: (i + 1) * CENT,
  }));
  const others = [
    ['AmazonECS', 'Fargate-vCPU-Hours:perCPU', 4],
    ['AmazonECS', 'Fargate-GB-Hours', 1],
    ['AmazonEKS', 'AmazonEKS-Hours:perCluster', 10],
  ] as const;
  const balancer = {
    serviceCode: 'AWSELB',
    productFamily: 'Load Balancer-Application',
    attributes: { regionCode, usagetype: `${regionCode}-LoadBalancerUsage` },
    unit: 'Hrs',
    usd: 2 * CENT,
  };
  return [
    balancer,
    ...instancesOf(regionCode),
    ...disks,
    ...addresses,
    ...others.map(([serviceCode, usage, cents]) => ({
      serviceCode,
      attributes: { regionCode, usagetype: `${regionCode.toUpperCase().replaceAll('-', '')}-${usage}` },
      unit: 'hours',
      usd: cents * CENT,
    })),
  ];
}

// One item of the list as AWS writes it: JSON in a text.
function textOf({ serviceCode, productFamily, attributes, unit, usd }: Product, { now }: Context): string {
  const sku = `REHEARSAL ${attributes.usagetype}`;
  const term = `${sku}.JRTCKXETXF`;
  const published = now.toISOString().replace(/\.\d+/, '');
  const dimension = {
    unit,
    beginRange: '0',
    endRange: 'Inf',
    description: 'invented by the rehearsal',
    appliesTo: [],
    rateCode: `${term}.6YS6EN2CT7`,
    pricePerUnit: { USD: usd.toFixed(10) },
  };
  const offer = { sku, effectiveDate: published, offerTermCode: 'JRTCKXETXF', termAttributes: {} };
  return JSON.stringify({
    product: {
      sku,
      productFamily,
      attributes: { ...attributes, servicecode: serviceCode, locationType: 'AWS Region' },
    },
    serviceCode,
    terms: { OnDemand: { [term]: { ...offer, priceDimensions: { [dimension.rateCode]: dimension } } } },
    version: published.replace(/\D/g, ''),
    publicationDate: published,
  });
}

/** The Price List as the rehearsal answers it: in AWS's form, with prices that are plainly invented. */
export const pricing: Operations<'pricing'> = {
  GetProducts: {
    fields: ['ServiceCode', 'Filters', 'FormatVersion', 'NextToken', 'MaxResults'],
    answer({ ServiceCode, Filters = [], NextToken, MaxResults = 100 }, context) {
      if (!/^(us-east-1|eu-central-1|ap-south-1)$/.test(context.region))
        unknownTo('pricing GetProducts', `an endpoint in ${context.region}`);
      if (!ServiceCode || MaxResults < 1 || MaxResults > 100)
        refuse('InvalidParameterException', 'Input Parameters are invalid');
      const other = Filters.find(({ Type }) => Type !== 'TERM_MATCH');
      if (other) unknownTo('pricing GetProducts', `filters of type ${other.Type}`);
      const regionCode = Filters.find(({ Field }) => Field === 'regionCode')?.Value;
      if (!regionCode) unknownTo('pricing GetProducts', 'a question about all Regions');
      const known = partitionOf(regionCode) === 'aws' ? productsOf(regionCode) : [];
      const found = known.filter(
        ({ serviceCode, productFamily, attributes }) =>
          serviceCode === ServiceCode &&
          Filters.every(({ Field = '', Value }) => ({ ...attributes, productFamily })[Field] === Value),
      );
      const { items, next } = page(found, MaxResults, NextToken, () =>
        refuse('InvalidNextTokenException', 'The pagination token is invalid. Try again without a pagination token.'),
      );
      const PriceList = items.map((one) => textOf(one, context));
      return { FormatVersion: 'aws_v1', PriceList, ...(next ? { NextToken: next } : {}) };
    },
  },
};
