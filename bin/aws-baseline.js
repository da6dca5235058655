#!/usr/bin/env node
// Old syntax on purpose: an old Node must be able to read this file and say what is wrong.
var major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  process.stderr.write(
    'aws-baseline needs Node.js 20 or newer; this is ' + process.version + '.\n' +
    'In CloudShell: sudo dnf install -y nodejs20, or open a new CloudShell.\n'
  );
  process.exitCode = 3;
} else {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  import('node:module').then(function (nodeModule) {
    if (nodeModule.enableCompileCache) nodeModule.enableCompileCache();
    return import('../dist/main.mjs');
  }).catch(function (error) {
    process.stderr.write('aws-baseline could not start: ' + error.message + '\n');
    process.exitCode = 1;
  });
}
