"""The table that `model.summary()` prints."""


def summary_table(model):
    """Return a text table of layers, output shapes and numbers of parameters.

    The batch axis is shown as None, as in Keras: it may have any length.
    """
    rows = [("Layer", "Output shape", "Parameters")]
    shapes = model.output_shapes(model.input_shape)
    for layer, shape in zip(model.layers, shapes, strict=True):
        described = "?" if shape is None else str((None, *shape))
        kind = type(layer).__name__
        rows.append((f"{layer.name} ({kind})", described, f"{layer.count_params():,}"))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        f"{name:<{widths[0]}}  {shape:<{widths[1]}}  {number:>{widths[2]}}"
        for name, shape, number in rows
    ]
    rule = "-" * len(lines[0])
    trainable = sum(weight.size for weight in model.trainable_weights)
    total = f"Total: {trainable:,} trainable parameters"
    if frozen := model.count_params() - trainable:
        total += f", {frozen:,} that are not"
    return "\n".join([lines[0], rule, *lines[1:], rule, total])
