import type { PolicyDocument } from './document.ts';

// In each of the three policies the statement that holds everywhere but is limited to the home Region.
const LIMITED_TO_HOME: ReadonlySet<string | undefined> = new Set(['WorkAtHome', 'StartCloudShell', 'LookAtCompute']);

/**
 * The home Region that a document of ours was written for: what `aws:RequestedRegion` is in the statement that is limited
 * to it (IAM User Guide, "AWS global condition context keys"). Undefined for a document that is not ours.
 */
export function homeRegionIn(document: unknown): string | undefined {
  const { Statement = [] } = (document ?? {}) as Partial<PolicyDocument>;
  const [limited] = [Statement].flat().filter(({ Sid }) => LIMITED_TO_HOME.has(Sid));
  const regions = [limited?.Condition?.StringEquals?.['aws:RequestedRegion'] ?? []].flat();
  return regions.length === 1 ? regions[0] : undefined;
}
