import { availableParallelism, cpus, loadavg } from 'node:os';

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** A Markdown table whose columns are as wide as what is in them. */
export function table(head, rows) {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, i) => Math.max(3, ...cells.map((row) => row[i].length)));
  const line = (row) => `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  const [first, ...others] = cells.map(line);
  return [first, line(widths.map((width) => '-'.repeat(width))), ...others].join('\n');
}

/** When and on what was measured. */
export function circumstances() {
  const model = cpus()[0]?.model.trim() ?? 'unknown CPU';
  const [load] = loadavg();
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${model}, ${availableParallelism()} cores (load before: ${load.toFixed(1)}), Node ${process.version}`;
}
