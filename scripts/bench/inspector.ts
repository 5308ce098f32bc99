import { WebSocket } from 'ws';

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly result?: { readonly result?: { readonly value?: unknown } };
  readonly params?: { readonly sessionId?: string; readonly message?: string };
}

/** The inspector of a Node process that was started with `--inspect`, its main thread and its one worker. */
export class Inspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #attached: Promise<string>;
  #ids = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.#attached = new Promise((attached) => {
      socket.on('message', (bytes: Buffer) => {
        const said = JSON.parse(bytes.toString()) as Answer;
        const { sessionId, message } = said.params ?? {};
        if (said.method === 'NodeWorker.attachedToWorker') attached(sessionId ?? '');
        if (said.method !== 'NodeWorker.receivedMessageFromWorker') this.#settle(said);
        else this.#settle(JSON.parse(message ?? '{}') as Answer);
      });
    });
  }

  static async open(port: number): Promise<Inspector> {
    const listed = await fetch(`http://127.0.0.1:${port}/json`);
    const [target] = (await listed.json()) as { webSocketDebuggerUrl: string }[];
    const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
    await new Promise((resolve) => socket.once('open', resolve));
    const inspector = new Inspector(socket);
    await inspector.#ask('NodeWorker.enable', { waitForDebuggerOnStart: false });
    return inspector;
  }

  #settle(said: Answer): void {
    if (said.id === undefined) return;
    this.#waiting.get(said.id)?.(said);
    this.#waiting.delete(said.id);
  }

  #ask(method: string, params: object = {}): Promise<Answer> {
    const id = ++this.#ids;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  async #askWorker(method: string, params: object = {}): Promise<Answer> {
    const sessionId = await this.#attached;
    const id = ++this.#ids;
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    const message = JSON.stringify({ id, method, params });
    await this.#ask('NodeWorker.sendMessageToWorker', { sessionId, message });
    return answered;
  }

  /** Has both threads collect their garbage; once is not enough for what goes in steps. */
  async collectGarbage(): Promise<void> {
    for (let times = 0; times < 3; times++) {
      await this.#ask('HeapProfiler.collectGarbage');
      await this.#askWorker('HeapProfiler.collectGarbage');
    }
  }

  /** Bytes in use on the heap of each thread, with the buffers that belong to it. */
  async heaps(): Promise<{ readonly main: number; readonly worker: number }> {
    const expression = '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())';
    const said = { expression, returnByValue: true };
    const [main, worker] = await Promise.all([
      this.#ask('Runtime.evaluate', said),
      this.#askWorker('Runtime.evaluate', said),
    ]);
    const value = (answer: Answer) => Number(answer.result?.result?.value);
    return { main: value(main), worker: value(worker) };
  }

  close(): void {
    this.#socket.close();
  }
}
