import { RASTER_LENGTH, RASTER_SIDE } from '@inkling/shared/rasterise';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** Rasters that one run of the network takes at most. */
export const BATCH = 64;

/** What the two heads say of a batch of rasters, one row after the other. */
export interface Answers {
  /** 11 probabilities a raster: 0–9 and "not a digit", for finished ink. */
  readonly final: Float32Array;
  /** 10 probabilities a raster, for ink in progress. */
  readonly live: Float32Array;
}

/** One output of the network for one raster. */
export interface Output {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

/** The network, as far as the reader knows it. */
export interface Session {
  /** Reads `count` rasters that lie one after the other; `count` is at most `BATCH`. */
  read(rasters: Uint8Array, count: number): Promise<Answers>;
  /** Every output of the network for one raster, those that nobody else asks for included. */
  look(raster: Uint8Array): Promise<Record<string, Output>>;
}

const FINAL = 'final';
const LIVE = 'live';

const shade = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

const ONE_THREAD: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
};

/** Where the network with its inner outputs lies: beside the one that reads. */
function insidePath(modelPath: string): string {
  return modelPath.replace(/\.onnx$/, '-inside.onnx');
}

/** Opens an ONNX file with outputs `final` and `live`, for one thread; throws when it is not such a file. */
export async function openSession(modelPath: string): Promise<Session> {
  const network = await InferenceSession.create(modelPath, ONE_THREAD);
  let inside: Promise<InferenceSession> | null = null;
  const input = network.inputMetadata[0];
  if (!input?.isTensor) throw new Error('the network has no input');
  for (const name of [FINAL, LIVE]) {
    if (!network.outputNames.includes(name)) throw new Error(`the network has no output ${name}`);
  }
  const inputName = network.inputNames[0] as string;
  const bytes = input.type === 'uint8';
  const values = new Float32Array(bytes ? 0 : BATCH * RASTER_LENGTH);

  const feed = (rasters: Uint8Array, count: number): Tensor => {
    const length = count * RASTER_LENGTH;
    if (bytes) return new Tensor('uint8', rasters.subarray(0, length), [count, RASTER_LENGTH]);
    for (let i = 0; i < length; i++) values[i] = shade[rasters[i] as number] as number;
    return new Tensor('float32', values.subarray(0, length), [count, 1, RASTER_SIDE, RASTER_SIDE]);
  };

  return {
    async read(rasters, count) {
      const answers = await network.run({ [inputName]: feed(rasters, count) }, [FINAL, LIVE]);
      return {
        final: answers[FINAL]?.data as Float32Array,
        live: answers[LIVE]?.data as Float32Array,
      };
    },
    async look(raster) {
      // Opened when somebody first looks: the same weights with more outputs, which the fast network must not pay for.
      inside ??= InferenceSession.create(insidePath(modelPath), ONE_THREAD);
      const answers = await (await inside).run({ [inputName]: feed(raster, 1) });
      const outputs: Record<string, Output> = {};
      for (const [name, tensor] of Object.entries(answers)) {
        outputs[name] = {
          dims: tensor.dims,
          values: Float32Array.from(tensor.data as Float32Array),
        };
      }
      return outputs;
    },
  };
}
