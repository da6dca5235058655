// Draws the picture in the README: the review screen of a real run in an 80-column terminal, once for light and once
// for dark pages. Needs util-linux `script`. Run `node scripts/picture.mjs` after changing a screen.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import xterm from '@xterm/headless';

const COLUMNS = 80;
const ROWS = 24;
const CELL = { width: 8.4, height: 18 };
const MARGIN = 16;
const BIN = fileURLToPath(new URL('../bin/aws-baseline.js', import.meta.url));
const PICTURES = new URL('../docs/pictures/', import.meta.url);
const COMMAND = 'npx aws-baseline init --rehearse --steps root,admin';
const ANSWERS = [
  ['Home Region', '\r'],
  ['Your short name', 'acme\r'],
  ['E-mail address for alarms', 'you@example.com\r'],
  ['Mail me when', '\r'],
  ['Guardrails', '\r'],
  ['Give the admin user', '\r'],
  ['What next?', ''],
];
// The eight terminal colors, readable on each background; "0" to "7" are xterm's numbers.
const THEMES = {
  light: {
    back: '#ffffff',
    front: '#1f2328',
    colors: ['#1f2328', '#b3261e', '#1a7f37', '#8a5a00', '#0550ae', '#8250df', '#0a7285', '#59636e'],
  },
  dark: {
    back: '#0d1117',
    front: '#e6edf3',
    colors: ['#8b949e', '#ff7b72', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#76e3ea', '#e6edf3'],
  },
};

const rows = await screenOf(ANSWERS);
mkdirSync(PICTURES, { recursive: true });
for (const [theme, look] of Object.entries(THEMES))
  writeFileSync(new URL(`session-${theme}.svg`, PICTURES), svg(rows, look));

/** Answers the questions one after another and returns the last screen as rows of runs of equal cells. */
async function screenOf(answers) {
  const folder = mkdtempSync(join(tmpdir(), 'aws-baseline-picture-'));
  const terminal = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, scrollback: 1_000, allowProposedApi: true });
  const command = `stty cols ${COLUMNS} rows ${ROWS}; ${process.execPath} ${BIN} ${COMMAND.split(' ').slice(2).join(' ')}`;
  const env = { PATH: process.env.PATH, HOME: folder, TERM: 'xterm-256color', LANG: 'C.UTF-8', SHELL: '/bin/sh' };
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    cwd: folder,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdout.on('data', (bytes) => terminal.write(bytes));
  try {
    for (const [question, keys] of answers) {
      await untilShown(terminal, question);
      child.stdin.write(keys);
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    return visibleRows(terminal);
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function untilShown(terminal, text) {
  const until = Date.now() + 20_000;
  const shown = () =>
    Array.from({ length: terminal.buffer.active.length }, (_, i) =>
      terminal.buffer.active.getLine(i)?.translateToString(true),
    ).join('\n');
  while (!shown().includes(`? ${text}`)) {
    if (Date.now() > until) throw new Error(`"${text}" did not appear; the screen is:\n${shown()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// Starts at the heading of the last step, including lines that scrolled away; trailing blanks are removed.
function visibleRows(terminal) {
  const { active } = terminal.buffer;
  const rows = Array.from({ length: active.length }, (_, i) => cellsOf(active.getLine(i)));
  while (rows.at(-1)?.length === 0) rows.pop();
  const step = rows.findLastIndex(([run]) => run?.text.startsWith('Step '));
  return rows.slice(Math.max(step, 0));
}

function cellsOf(line) {
  const runs = [];
  const width = line?.translateToString(true).length ?? 0;
  for (let column = 0; column < width; column++) {
    const cell = line.getCell(column);
    const color = cell.isFgPalette() ? cell.getFgColor() % 8 : undefined;
    const style = { color, isBold: cell.isBold() !== 0, isDim: cell.isDim() !== 0 };
    const last = runs.at(-1);
    const isSame = last && last.color === color && last.isBold === style.isBold && last.isDim === style.isDim;
    if (isSame) last.text += cell.getChars() || ' ';
    else runs.push({ ...style, column, text: cell.getChars() || ' ' });
  }
  return runs;
}

function svg(rows, { back, front, colors }) {
  const width = Math.ceil(COLUMNS * CELL.width + 2 * MARGIN);
  const height = rows.length * CELL.height + 2 * MARGIN;
  const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const lines = rows.map((runs, i) => {
    const y = MARGIN + (i + 0.75) * CELL.height;
    const spans = runs.map(({ text, column, color, isBold, isDim }) => {
      const x = (MARGIN + column * CELL.width).toFixed(1);
      const fill = color === undefined ? '' : ` fill="${colors[color]}"`;
      return `<tspan x="${x}"${fill}${isBold ? ' font-weight="bold"' : ''}${isDim ? ' opacity="0.7"' : ''}>${escaped(text)}</tspan>`;
    });
    return `<text y="${y}">${spans.join('')}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A terminal session: ${COMMAND}">
<rect width="100%" height="100%" rx="8" fill="${back}" stroke="#8b949e" stroke-opacity="0.4"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="${front}" xml:space="preserve">
${lines.join('\n')}
</g>
</svg>
`;
}
