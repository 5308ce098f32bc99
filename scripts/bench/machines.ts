import { ServerProcess } from '../../e2e/server.ts';
import { RedisServer } from '../../server/test/redis-server.ts';
import { ROOMY } from './run-load.ts';

/** Several Inklings, each in its own process, that share their rooms over a Redis of their own. */
export class Machines {
  private constructor(
    private readonly redis: RedisServer,
    private readonly servers: readonly ServerProcess[],
  ) {}

  static async start(
    count: number,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Machines> {
    const redis = await new RedisServer({ fsync: 'everysec' }).start();
    const env = { ...ROOMY, ...more, REDIS_URL: redis.url, SECRET: 'the same on every machine' };
    const servers = await Promise.all(
      Array.from({ length: count }, () => ServerProcess.start(env)),
    );
    return new Machines(redis, servers);
  }

  get urls(): readonly string[] {
    return this.servers.map(({ url }) => url);
  }

  get pids(): readonly number[] {
    return this.servers.map(({ pid }) => pid);
  }

  get redisPid(): number {
    return this.redis.pid;
  }

  async dispose(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.dispose()));
    await this.redis.stop();
  }
}
