"""A decoder's attention of one token, on a processor: heads that share keys and values stand as rows of one product.

torch's own way for shared keys (`enable_gqa`) works them through once per head; the numbers are the same.
"""

from __future__ import annotations

from typing import Any

import torch

_NAME = "sightwright"


def one_token(
    module: torch.nn.Module, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor,
    attention_mask: torch.Tensor | None, scaling: float | None = None, **kwargs: Any,
) -> tuple[torch.Tensor, None]:  # fmt: skip
    """One of transformers' attention functions: query batch x heads x tokens x width -> batch x tokens x heads x width.

    More tokens than one go the usual way.
    """
    from transformers.integrations.sdpa_attention import sdpa_attention_forward

    batch, heads, tokens, width = query.shape
    if tokens != 1:
        return sdpa_attention_forward(module, query, key, value, attention_mask, scaling=scaling, **kwargs)  # type: ignore[no-any-return]
    shared = query.reshape(batch, key.shape[1], heads // key.shape[1], width)
    made = torch.nn.functional.scaled_dot_product_attention(shared, key, value, attn_mask=attention_mask, scale=scaling)
    return made.reshape(batch, 1, heads, width), None


def quicken(decoder: Any) -> None:
    """Lets a decoder of transformers' work this way."""
    from transformers import AttentionInterface
    from transformers.masking_utils import AttentionMaskInterface, sdpa_mask

    AttentionInterface.register(_NAME, one_token)
    AttentionMaskInterface.register(_NAME, sdpa_mask)
    decoder.set_attn_implementation(_NAME)
