import { Agent, request } from 'node:http';

/** Clients that ask again as soon as they are answered: `tsx http-load.ts URL CLIENTS SECONDS < body`; says requests/s. */

const [url = '', clients = '1', seconds = '1'] = process.argv.slice(2);
const WARM_UP_MS = 1000;

async function standardInput(): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const body = await standardInput();
const agent = new Agent({ keepAlive: true, maxSockets: Number(clients) });
const headers = { 'content-type': 'application/json', 'content-length': body.length };

function ask(): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`answered ${answer.statusCode}`));
      answer.resume().on('end', resolve);
    });
    asked.on('error', reject).end(body);
  });
}

const began = performance.now() + WARM_UP_MS;
const until = began + Number(seconds) * 1000;
let answered = 0;
async function client(): Promise<void> {
  while (performance.now() < until) {
    await ask();
    if (performance.now() >= began) answered++;
  }
}
await Promise.all(Array.from({ length: Number(clients) }, client));
agent.destroy();
console.log(answered / Number(seconds));
