import type { PolicyDocument } from './document.ts';

// The statement in each of the three policies that is limited to the home Region.
const LIMITED_TO_HOME: ReadonlySet<string | undefined> = new Set(['WorkAtHome', 'StartCloudShell', 'LookAtCompute']);

/**
 * The home Region of one of our documents: the value of `aws:RequestedRegion` in the statement that is limited to it (IAM
 * User Guide, "AWS global condition context keys"). Undefined for other documents.
 */
export function homeRegionIn(document: unknown): string | undefined {
  const { Statement = [] } = (document ?? {}) as Partial<PolicyDocument>;
  const [limited] = [Statement].flat().filter(({ Sid }) => LIMITED_TO_HOME.has(Sid));
  const regions = [limited?.Condition?.StringEquals?.['aws:RequestedRegion'] ?? []].flat();
  return regions.length === 1 ? regions[0] : undefined;
}
