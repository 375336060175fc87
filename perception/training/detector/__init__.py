"""How the learned detector is made: pages with truth -> network -> `perception/weights/detector.onnx`."""
