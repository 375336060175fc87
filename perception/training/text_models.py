"""`python -m perception.training.text_models [FOLDER]`: makes the text models of `perception/weights`, in a minute.

The networks are PP-OCRv6 small (PaddleOCR, Apache-2.0), as the wheel of `rapidocr` carries them: nothing is trained.
They are brought to 8-bit integers (static quantisation, calibrated on pages that are drawn here), take the picture's
bytes as they are, and the reader's last layer, 18,710 letters wide, is cut off: the letters that nearly every screen is
written with stay in the reader, all of them are in a model of their own, asked only where it is needed.
"""

from __future__ import annotations

import importlib.util
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper, version_converter
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from PIL import Image, ImageDraw, ImageFont

Floats = NDArray[np.float32]

FINDER, READER, LETTERS = "text_finder.onnx", "text_reader.onnx", "text_letters.onnx"
SOURCES = {FINDER: "PP-OCRv6_det_small.onnx", READER: "PP-OCRv6_rec_small.onnx"}
OPSET = 13  # the first with quantisation by channel
WHOLE = ("Conv", "Relu", "Concat", "MaxPool", "Resize", "Add", "Mul", "GlobalAveragePool")
FLOATS = 6  # convolutions at the reader's end stay floats: they tell letters apart that look alike
BODY = ("Conv", "Relu", "Concat", "MaxPool")  # the reader's sums stay floats as well
COMMON = "–—‘’“”…•€£¥™×·°→←↑↓©®✓"  # beside what comes before U+0250
FONTS = ("LiberationSans*.ttf", "LiberationSerif-R*.ttf", "LiberationMono-R*.ttf", "DejaVuSans*.ttf", "*CJK-Regular*")
ENGLISH = (
    "Save Open order 1042 Export CSV user@example.com $84.00 2026-11-22 Settings (optional) Quickly jump; fix: 50%"
)
CHINESE = "导出订单 搜索 用户名 登录密码 全部订单 已发货 价格：¥128.00 删除设置 我的消息 二〇二六年"
COLOURS = [("#ffffff", "#212529"), ("#f4f5f7", "#6c757d"), ("#181c24", "#d2d6dc"), ("#206bc4", "#ffffff")]


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "weights"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name) / "model.onnx"
        finder = cleaned(source(FINDER))
        onnx.save(of_bytes(quantised(finder, WHOLE, _pages(), scratch, 0)), folder / FINDER)
        reader = cleaned(source(READER))
        letters = letters_of(reader)
        onnx.save(letters, folder / LETTERS)
        made = of_bytes(quantised(reader, BODY, _rows(), scratch, FLOATS))
        onnx.save(with_common_letters(made, letters), folder / READER)
    for name in (FINDER, READER, LETTERS):
        print(f"{folder / name}: {(folder / name).stat().st_size / 1e6:.1f} MB")


def source(name: str) -> Any:
    """A model as it was published, at OPSET."""
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise SystemExit("the models come in a package; run: pip install rapidocr==3.10.0")
    return version_converter.convert_version(onnx.load(Path(spec.origin).parent / "models" / SOURCES[name]), OPSET)


def cleaned(model: Any) -> Any:
    """Without denormal weights, which some processors are slow at, and with each GELU as one operator."""
    for tensor in model.graph.initializer:
        if tensor.data_type == onnx.TensorProto.FLOAT:
            values = numpy_helper.to_array(tensor).copy()
            values[np.abs(values) < np.finfo(np.float32).smallest_normal] = 0
            tensor.CopyFrom(numpy_helper.from_array(values, tensor.name))
    graph = model.graph
    makers = {output: node for node in graph.node for output in node.output}
    users = defaultdict(list)
    for node in graph.node:
        for given in node.input:
            users[given].append(node)
    for erf in [node for node in graph.node if node.op_type == "Erf"]:
        _join_gelu(erf, makers, users)
    kept = [node for node in graph.node if node.op_type != "Dead"]
    del graph.node[:]
    graph.node.extend(kept)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return model


def _join_gelu(erf: Any, makers: dict[str, Any], users: dict[str, list[Any]]) -> None:
    """x / sqrt(2) -> erf -> + 1 -> * x -> * 0.5, the last two in either order, becomes Gelu(x)."""
    scaled = makers[erf.input[0]]
    given = scaled.input[0]
    shifted = users[erf.output[0]][0]
    product = users[shifted.output[0]][0]
    last = product if given not in product.input else users[product.output[0]][0]
    half = makers[next(name for name in product.input if name != shifted.output[0])] if last is product else product
    for node in (scaled, erf, shifted, half):
        node.op_type = "Dead"
    last.op_type, last.domain = "Gelu", "com.microsoft"
    del last.input[:]
    last.input.append(given)


def letters_of(reader: Any) -> Any:
    """Cuts the last layer off the reader; it is the model returned: rows of features -> a score for each letter."""
    graph = reader.graph
    at = max(index for index, node in enumerate(graph.node) if node.op_type == "MatMul")
    features = graph.node[at].input[0]
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    weights, bias = (numpy_helper.to_array(tensors[graph.node[at + step].input[1]]) for step in (0, 1))
    dropped = {graph.node[at].input[1], graph.node[at + 1].input[1]}
    del graph.node[at:]
    kept = [tensor for tensor in graph.initializer if tensor.name not in dropped]
    for old, new in (
        (graph.initializer, kept),
        (graph.output, [helper.make_tensor_value_info(features, onnx.TensorProto.FLOAT, [1, "steps", len(weights)])]),
    ):
        del old[:]
        old.extend(new)
    return _linear(weights, bias, reader.metadata_props)


def _linear(weights: Floats, bias: Floats, properties: Any) -> Any:
    half = [numpy_helper.from_array(values.astype(np.float16), name) for values, name in ((weights, "w"), (bias, "b"))]
    nodes = [
        helper.make_node("Cast", ["w"], ["weights"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Cast", ["b"], ["bias"], to=onnx.TensorProto.FLOAT),
        helper.make_node("MatMul", ["features", "weights"], ["product"]),
        helper.make_node("Add", ["product", "bias"], ["scores"]),
    ]
    ends = [
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["rows", size])
        for name, size in (("features", len(weights)), ("scores", len(bias)))
    ]
    graph = helper.make_graph(nodes, "letters", ends[:1], ends[1:], half)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    model.metadata_props.extend(properties)
    return model


def with_common_letters(reader: Any, letters: Any) -> Any:
    """The reader with a second output: the scores of the commonest letters; which they are stands in its metadata."""
    graph, properties = reader.graph, {one.key: one.value for one in letters.metadata_props}
    alphabet = ["", *properties["character"].splitlines(), " "]
    common = [at for at, letter in enumerate(alphabet) if letter < "\u0250" or letter in COMMON]
    weights, bias = (
        numpy_helper.to_array(tensor)[..., common].astype(np.float32) for tensor in letters.graph.initializer
    )
    graph.initializer.extend([numpy_helper.from_array(weights, "common_w"), numpy_helper.from_array(bias, "common_b")])
    features = graph.output[0].name
    graph.node.append(helper.make_node("MatMul", [features, "common_w"], ["common_product"]))
    graph.node.append(helper.make_node("Add", ["common_product", "common_b"], ["common"]))
    graph.output.append(helper.make_tensor_value_info("common", onnx.TensorProto.FLOAT, [1, "steps", len(common)]))
    del reader.metadata_props[:]
    helper.set_model_props(reader, {"common": " ".join(map(str, common))})
    return reader


def quantised(model: Any, kinds: Sequence[str], pictures: Sequence[Floats], scratch: Path, floats: int) -> Any:
    """The model in 8-bit integers where an operator is one of `kinds`, its last `floats` convolutions excepted.

    `scratch` is a file to write.
    """
    onnx.save(model, scratch)
    prepared = scratch.with_name("prepared.onnx")
    quant_pre_process(scratch, prepared, skip_symbolic_shape=True, skip_onnx_shape=True)
    convolutions = [node.name for node in onnx.load(prepared).graph.node if node.op_type == "Conv"]
    quantize_static(
        prepared, scratch, _Calibration(pictures, model.graph.input[0].name), quant_format=QuantFormat.QDQ,
        op_types_to_quantize=list(kinds), per_channel=True, activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8, nodes_to_exclude=convolutions[len(convolutions) - floats :],
        extra_options={"CalibMovingAverage": True},
    )  # fmt: skip
    return onnx.load(scratch)


class _Calibration(CalibrationDataReader):  # type: ignore[misc]
    def __init__(self, pictures: Sequence[Floats], name: str) -> None:
        self._left: Iterator[dict[str, Floats]] = iter({name: picture} for picture in pictures)

    def get_next(self) -> dict[str, Floats] | None:
        return next(self._left, None)


def of_bytes(model: Any) -> Any:
    """The model with 1 x H x W x 3 bytes as its input: a pixel is what the first layer's integers are."""
    graph = model.graph
    given = graph.input[0]
    first = next(node for node in graph.node if given.name in node.input)
    assert first.op_type == "QuantizeLinear", first.op_type
    first.CopyFrom(helper.make_node("Transpose", [given.name], list(first.output), perm=[0, 3, 1, 2]))
    given.CopyFrom(helper.make_tensor_value_info(given.name, onnx.TensorProto.UINT8, [1, "height", "width", 3]))
    return model


def _pages() -> list[Floats]:
    """Drawn pages to calibrate the finder on, 1 x 3 x 384 x 640, -1 to 1."""
    dice = random.Random(1)
    return [_floats(_page(dice, (640, 384), (10, 40))) for _ in range(16)]


def _rows() -> list[Floats]:
    """Drawn lines to calibrate the reader on, 1 x 3 x 48 x 480, -1 to 1."""
    dice, rows = random.Random(2), []
    for _ in range(60):
        size = dice.randint(9, 24)
        line = _page(dice, (size * 16, round(size * 1.6)), (size, size))
        rows.append(_floats(line.resize((480, 48), Image.Resampling.BILINEAR)))
    return rows


def _page(dice: random.Random, size: tuple[int, int], points: tuple[int, int]) -> Image.Image:
    paper, ink = dice.choice(COLOURS)
    picture = Image.new("RGB", size, paper)
    draw = ImageDraw.Draw(picture)
    fonts = [file for pattern in FONTS for file in sorted(Path("/usr/share/fonts").rglob(pattern))]
    if not fonts:
        raise SystemExit("there are no fonts to draw pages with; run: apt-get install fonts-liberation fonts-noto-cjk")
    y = 0
    while y < size[1]:
        font = ImageFont.truetype(str(dice.choice(fonts)), dice.randint(*points))
        words = (CHINESE if "CJK" in str(font.path) else ENGLISH).split()
        x = dice.randint(0, 12)
        while x < size[0]:
            word = dice.choice(words)
            draw.text((x, y), word, ink, font)
            x += round(font.getlength(word + " ")) + (dice.randint(20, 90) if dice.random() < 0.2 else 0)
        y += round(font.size * dice.uniform(1.2, 2.2))
    for _ in range(size[1] // 60):  # what a page also shows: frames, rules, patches
        x, y = dice.randint(0, size[0]), dice.randint(0, size[1])
        draw.rectangle((x, y, x + dice.randint(9, 160), y + dice.randint(9, 60)), outline=dice.choice(COLOURS)[1])
    return picture


def _floats(picture: Image.Image) -> Floats:
    return np.asarray(picture, np.float32).transpose(2, 0, 1)[None] / np.float32(127.5) - 1


if __name__ == "__main__":
    main()
