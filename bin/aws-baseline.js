#!/usr/bin/env node
// Old syntax on purpose: an old Node.js must be able to parse this file and print what is wrong.
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
} else if (
  process.argv.length === 3 &&
  /^(--version|--help|-h)$/.test(process.argv[2]) &&
  // For npx, the program puts npx before the commands in the help.
  process.env.npm_command !== 'exec'
) {
  // Printed without loading the program; the build writes the help text to a file.
  import('node:fs').then(function (fs) {
    function read(file) {
      return fs.readFileSync(new URL(file, import.meta.url), 'utf8');
    }
    var isVersion = process.argv[2] === '--version';
    process.stderr.on('error', function () {});
    // A reader that closes early, such as head, is not an error.
    process.stdout.on('error', function (error) {
      if (error.code === 'EPIPE') return;
      process.stderr.write('aws-baseline: could not write the result to stdout (' + error.code + ')\n');
      process.exitCode = 1;
    });
    process.stdout.write(isVersion ? JSON.parse(read('../package.json')).version + '\n' : read('../dist/help.txt'));
  }).catch(failed);
} else {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  import('node:module').then(function (nodeModule) {
    if (nodeModule.enableCompileCache) nodeModule.enableCompileCache();
    return import('../dist/main.mjs');
  }).catch(failed);
}
