import { createConnection, type Socket } from 'node:net';
import { inject } from 'vitest';

/** A connection on which each line asked is answered by one. */
interface Talk {
  ask(line?: string): Promise<string>;
  end(): void;
}

async function talkAt(path: string): Promise<Talk> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const one = createConnection(path, () => resolve(one));
    one.once('error', reject);
  });
  const answers: string[] = [];
  let wake = () => {};
  let text = '';
  let isOver = false;
  socket.on('data', (more) => {
    text += more;
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    answers.push(...lines);
    wake();
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    isOver = true;
    wake();
  });
  return {
    async ask(line) {
      if (line !== undefined) socket.write(`${line}\n`);
      while (answers.length === 0) {
        if (isOver) throw new Error(`${path}: nobody answers`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return answers.shift() ?? '';
    },
    end: () => socket.destroy(),
  };
}

async function whereIs(kind: 'moto' | 'aws'): Promise<string> {
  const asking = inject('warm');
  if (!asking) return '';
  const talk = await talkAt(asking);
  const where = await talk.ask(kind);
  talk.end();
  return where;
}

/** A moto server forked off one that has loaded all; undefined where that cannot be. */
export async function forkedMoto(): Promise<{ port: number; again(): Promise<void>; end(): void } | undefined> {
  const where = await whereIs('moto');
  if (where === '') return undefined;
  const talk = await talkAt(where);
  const port = Number(await talk.ask());
  return {
    port,
    again: async () => void (await talk.ask('again')),
    end: () => talk.end(),
  };
}

/** PATH with an AWS CLI first that does not load itself anew for each command; as it is where that cannot be. */
export async function pathOfAws(): Promise<string> {
  const folder = await whereIs('aws');
  const path = process.env.PATH ?? '';
  return folder === '' ? path : `${folder}:${path}`;
}
