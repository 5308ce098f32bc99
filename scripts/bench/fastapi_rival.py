"""The usual way to serve such a network, to measure against: FastAPI, Pillow and PyTorch, one process, the same weights.

    python3 scripts/bench/fastapi_rival.py PORT
"""
import base64
import io
import pathlib
import sys

import numpy
import torch
import uvicorn
from fastapi import FastAPI
from PIL import Image
from pydantic import BaseModel

MODEL = pathlib.Path(__file__).resolve().parents[2] / 'model'
sys.path.insert(0, str(MODEL))
from weights import from_onnx  # noqa: E402

torch.set_num_threads(1)  # faster than more of them for a network this small
reader = from_onnx(MODEL / 'digits.onnx')
app = FastAPI()


class Drawing(BaseModel):
    image: str


def framed(image):
    """MNIST's frame: the ink's box in 20 x 20, its centre of mass in the middle of 28 x 28."""
    box = image.getbbox()
    if box is None:
        return numpy.zeros((28, 28), numpy.float32)
    ink = image.crop(box)
    scale = 20 / max(ink.size)
    ink = ink.resize([max(1, round(side * scale)) for side in ink.size], Image.LANCZOS)
    pixels = numpy.asarray(ink, numpy.float32) / 255
    rows, columns = numpy.indices(pixels.shape)
    mass = pixels.sum()
    top = int(numpy.clip(round(14 - (rows * pixels).sum() / mass), 0, 28 - pixels.shape[0]))
    left = int(numpy.clip(round(14 - (columns * pixels).sum() / mass), 0, 28 - pixels.shape[1]))
    frame = numpy.zeros((28, 28), numpy.float32)
    frame[top:top + pixels.shape[0], left:left + pixels.shape[1]] = pixels
    return frame


@app.post('/predict')
def predict(drawing: Drawing):
    data = base64.b64decode(drawing.image.split(',')[1])
    frame = framed(Image.open(io.BytesIO(data)).convert('L'))
    with torch.inference_mode():
        final, _ = reader.probabilities(torch.from_numpy(frame)[None, None])
    best = final[0, :10].topk(3)
    top = [{'digit': int(d), 'probability': float(p)} for p, d in zip(best.values, best.indices)]
    return {'digit': top[0]['digit'], 'confidence': top[0]['probability'], 'top': top,
            'uncertain': top[0]['probability'] < 0.5, 'input': (frame * 255).astype(int).ravel().tolist()}


uvicorn.run(app, host='127.0.0.1', port=int(sys.argv[1]), log_level='warning', access_log=False)
