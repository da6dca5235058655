// Builds dist/ (or the folder given as an argument): one bundle without runtime dependencies, split so that each
// command loads only what it needs.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const root = fileURLToPath(new URL('..', import.meta.url));

const out = resolve(root, process.argv[2] ?? 'dist');
rmSync(out, { recursive: true, force: true });
// Unused parts: Kerberos proxy authentication needs a package in C, and the debug log of the proxy packages prints the
// proxy's password.
const LEFT_OUT = {
  'proxy-agent-negotiate': 'export const createNegotiateAuth=()=>{throw new Error("no Kerberos")};',
  debug: 'export default ()=>()=>{};',
};
const withoutUnused = {
  name: 'without-unused',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(${Object.keys(LEFT_OUT).join('|')})$`);
    onResolve({ filter }, ({ path }) => ({ path, namespace: 'left-out' }));
    onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({ contents: LEFT_OUT[path] }));
  },
};

// The SDK's schemas use constants as computed keys, which esbuild must keep because it cannot know that they are plain
// strings. As literals, the schemas of commands that the program does not use are removed.
//
// Services whose protocol is JSON name an error in the answer as its class is named, and the SDK makes an error of that
// name without the class too. The program knows errors by their names only, so the classes of these services are left out:
// Systems Manager alone has 140.
const NAMED_ERRORS =
  /client-(ssm|glue|organizations|ecs|config-service|cost-explorer|cloudtrail|eventbridge|service-quotas)\//;
const literalKeys = {
  name: 'literal-keys',
  setup({ onLoad }) {
    onLoad({ filter: /client-[a-z0-9-]+\/dist-es\/schemas\/schemas_0\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const constants = new Map(
        [...text.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, value]) => [name, value]),
      );
      const known = NAMED_ERRORS.test(path) ? text.replace(/^n0_registry\.registerError\(.*\);$/gm, '') : text;
      const contents = known.replace(/\[(_\w+)\]:/g, (all, name) =>
        constants.has(name) ? `${constants.get(name)}:` : all,
      );
      return { contents, loader: 'js' };
    });
  },
};

// The SDK tries one credential source after another and loads each on demand: eight small files, four of them in
// CloudShell. This merges them into one file. With credentials in the environment, none is loaded.
const CREDENTIALS = /^@(aws-sdk|smithy)\/credential-provider-(env|http|imds|ini|login|process|sso|web-identity)$/;
const oneCredentialChain = {
  name: 'one-credential-chain',
  setup({ onResolve, onLoad }) {
    const packages = ['@smithy/credential-provider-imds'];
    for (const place of ['env', 'http', 'ini', 'login', 'process', 'sso', 'web-identity'])
      packages.push(`@aws-sdk/credential-provider-${place}`);
    onResolve({ filter: CREDENTIALS }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: 'credentials', namespace: 'credential-chain' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'credential-chain' }, async () => {
      const names = (await Promise.all(packages.map((one) => import(one)))).flatMap((one) => Object.keys(one));
      const twice = names.filter(
        (name, i) => !/^(default|module\.exports|__esModule)$/.test(name) && names.indexOf(name) < i,
      );
      if (twice.length > 0) throw new Error(`two credential providers export ${twice.join(', ')}`);
      return { contents: packages.map((one) => `export * from ${JSON.stringify(one)};`).join(''), resolveDir: root };
    });
  },
};

const result = await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts'],
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  metafile: true,
  define: { VERSION: JSON.stringify(version) },
  // commander and mute-stream are CommonJS and require node's own modules.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  plugins: [withoutUnused, literalKeys, oneCredentialChain],
  logLevel: 'warning',
});
const outside = Object.values(result.metafile.outputs)
  .flatMap(({ imports }) => imports)
  .filter(({ external, path }) => external && !isBuiltin(path));
if (outside.length > 0) throw new Error(`the bundle needs ${outside.map(({ path }) => path).join(', ')}`);

// Bundled packages are published with their licenses.
const packages = new Set(
  Object.values(result.metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
    .filter(Boolean),
);
const byText = new Map();
for (const folder of [...packages].sort()) {
  const { name, version: its, license } = JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8'));
  const file = readdirSync(`${root}${folder}`).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? readFileSync(`${root}${folder}/${file}`, 'utf8').trim() : `Licence: ${license}`;
  byText.set(text, [...(byText.get(text) ?? []), `${name} ${its} (${license})`]);
}
const notices = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
writeFileSync(`${out}/THIRD-PARTY-LICENSES.txt`, notices.join(`\n${'-'.repeat(72)}\n\n`));

// The launcher prints this text without loading the program.
const help = spawnSync(process.execPath, [`${out}/main.mjs`, '--help'], { encoding: 'utf8' });
if (help.status !== 0) throw new Error(`--help failed: ${help.stderr}`);
writeFileSync(`${out}/help.txt`, help.stdout);

const bytes = Object.values(result.metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
console.error(`dist: ${Object.keys(result.metafile.outputs).length} files, ${(bytes / 1e6).toFixed(2)} MB`);
