/** The permissions boundary of a user or role as IAM tells it; nothing where there is none. */
export function boundaryOf({ boundary }: { boundary?: string }) {
  if (!boundary) return {};
  const PermissionsBoundaryType = 'PermissionsBoundaryPolicy' as const;
  return { PermissionsBoundary: { PermissionsBoundaryType, PermissionsBoundaryArn: boundary } };
}
