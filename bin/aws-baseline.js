#!/usr/bin/env node
// Old syntax on purpose: an old Node must be able to read this file and say what is wrong.
var major = Number(process.versions.node.split('.')[0]);
function failed(error) {
  process.stderr.write('aws-baseline could not start: ' + error.message + '\n');
  process.exitCode = 1;
}
if (major < 20) {
  process.stderr.write(
    'aws-baseline needs Node.js 20 or newer; this is ' + process.version + '.\n' +
    'In CloudShell: sudo dnf install -y nodejs20, or open a new CloudShell.\n'
  );
  process.exitCode = 3;
} else if (process.argv.length === 3 && process.argv[2] === '--version') {
  // Said without loading the program.
  import('node:fs').then(function (fs) {
    var manifest = new URL('../package.json', import.meta.url);
    process.stdout.write(JSON.parse(fs.readFileSync(manifest, 'utf8')).version + '\n');
  }).catch(failed);
} else {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  import('node:module').then(function (nodeModule) {
    if (nodeModule.enableCompileCache) nodeModule.enableCompileCache();
    return import('../dist/main.mjs');
  }).catch(failed);
}
