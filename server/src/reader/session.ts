import { existsSync } from 'node:fs';
import { PATH_LENGTH, PATH_STEPS } from '@inkling/shared/path';
import { RASTER_LENGTH, RASTER_SIDE } from '@inkling/shared/rasterise';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** Rasters that one run of the network takes at most. */
export const BATCH = 64;

/** What the network is shown: rasters one after the other and, as far as they are known, the paths of their ink. */
export interface Shown {
  readonly rasters: Uint8Array;
  /** A path of zeros is none; left out, there are none at all. */
  readonly paths?: Uint8Array;
}

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
  /** Reads the first `count` of what is shown; `count` is at most `BATCH`. */
  read(shown: Shown, count: number): Promise<Answers>;
  /** Every output of the network for one raster alone, those that nobody else asks for included. */
  look(raster: Uint8Array): Promise<Record<string, Output>>;
}

const FINAL = 'final';
const LIVE = 'live';
const PATH = 'path';

const shade = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

const ONE_THREAD: InferenceSession.SessionOptions = {
  // It would warn that `path` of digits-inside.onnx has a value already: so that it may be left out.
  logSeverityLevel: 3,
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
};

/** Where the same network lies in another shape: beside the file that is named. */
function beside(modelPath: string, shape: 'inside' | 'path'): string {
  return modelPath.replace(/\.onnx$/, `-${shape}.onnx`);
}

/**
 * Opens an ONNX file with outputs `final` and `live`, for one thread; throws when it is not such a file. Where the same
 * network lies beside it with a path that must be given, that one is opened: in Node, ONNX Runtime hands on no input
 * that may be left out.
 */
export async function openSession(modelPath: string): Promise<Session> {
  const withPath = beside(modelPath, 'path');
  const network = await InferenceSession.create(
    existsSync(withPath) ? withPath : modelPath,
    ONE_THREAD,
  );
  let inside: Promise<InferenceSession> | null = null;
  const input = network.inputMetadata[0];
  if (!input?.isTensor) throw new Error('the network has no input');
  for (const name of [FINAL, LIVE]) {
    if (!network.outputNames.includes(name)) throw new Error(`the network has no output ${name}`);
  }
  const inputName = network.inputNames[0] as string;
  const bytes = input.type === 'uint8';
  const hearsPaths = network.inputNames.includes(PATH);
  const values = new Float32Array(bytes ? 0 : BATCH * RASTER_LENGTH);
  const ways = new Float32Array(BATCH * PATH_LENGTH);

  const toInput = (rasters: Uint8Array, count: number): Tensor => {
    const length = count * RASTER_LENGTH;
    if (bytes) return new Tensor('uint8', rasters.subarray(0, length), [count, RASTER_LENGTH]);
    for (let i = 0; i < length; i++) values[i] = shade[rasters[i] as number] as number;
    return new Tensor('float32', values.subarray(0, length), [count, 1, RASTER_SIDE, RASTER_SIDE]);
  };
  const toPath = (paths: Uint8Array | undefined, count: number): Tensor => {
    const length = count * PATH_LENGTH;
    if (!paths) ways.fill(0, 0, length);
    else for (let i = 0; i < length; i++) ways[i] = shade[paths[i] as number] as number;
    return new Tensor('float32', ways.subarray(0, length), [count, 3, PATH_STEPS]);
  };

  return {
    async read({ rasters, paths }, count) {
      const input = { [inputName]: toInput(rasters, count) };
      const answers = await network.run(
        hearsPaths ? { ...input, [PATH]: toPath(paths, count) } : input,
        [FINAL, LIVE],
      );
      return {
        final: answers[FINAL]?.data as Float32Array,
        live: answers[LIVE]?.data as Float32Array,
      };
    },
    async look(raster) {
      // Opened when somebody first looks: the same weights with more outputs, which the fast network must not pay for.
      inside ??= InferenceSession.create(beside(modelPath, 'inside'), ONE_THREAD);
      const answers = await (await inside).run({ [inputName]: toInput(raster, 1) });
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
