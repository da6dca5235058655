// Loaded before a measured program (node --require): at its end it leaves CPU seconds and peak memory in a file.
const { readFileSync, writeFileSync } = require('node:fs');

// On Linux maxRSS begins at what the process that started us held, so the kernel's mark for this program alone is read.
function peakKib() {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env.BENCH_PEAK, JSON.stringify({ cpu: (user + system) / 1e6, mib: peakKib() / 1024 }));
});
