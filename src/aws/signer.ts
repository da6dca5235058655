/** The id of the access key that signs a client's requests; undefined where there is none. Temporary ones begin with `ASIA`. */
export async function accessKeyIdOf(credentials: unknown): Promise<string | undefined> {
  // The client's own provider, which has them by the time that anything was answered.
  const found = typeof credentials === 'function' ? await credentials().catch(() => undefined) : credentials;
  return (found as { accessKeyId?: string } | undefined)?.accessKeyId;
}
